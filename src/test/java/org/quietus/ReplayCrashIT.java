package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.JarProcess;
import org.quietus.testing.MariaDbPrograms;

/**
 * Kills the real process at random moments while it replays erasures on a database that was
 * restored from a real dump: whoever was erased is gone, whoever came since is there. The seed is
 * printed; {@code -Dreplay.kills=N} and {@code -Dseed=N} choose others.
 */
@EnabledIfServer
@Tag("long")
class ReplayCrashIT {
  private static final String SCHEMA = "crash_replay";
  private static final List<Integer> WHO_ASK =
      IntStream.rangeClosed(1, CrowdedShop.CUSTOMERS).filter(id -> id % 10 == 0).boxed().toList();

  /** Who asked, and comes again later. */
  private static final int BACK_AGAIN = CrowdedShop.CUSTOMERS + 1;

  private static final String JOB =
      """
      quietus: 1
      job: crash
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        shop: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: shop.customer, identifiers: { email: email }, created: created_at }
      erasure:
        records:
          shop.customer: { then: delete }
          shop.orders: { then: delete }
      """;

  @TempDir private Path directory;
  private final ShopEngine engine = ShopEngine.mariaDb();
  private OpenedJob job;
  private Instant backedUp;
  private byte[] dump;

  @BeforeEach
  void eraseAndKeepADump() throws Exception {
    engine.fresh(SCHEMA);
    try (Connection connection = engine.connect(SCHEMA)) {
      CrowdedShop.fill(connection);
    }
    backedUp = Clock.systemUTC().instant();
    job = new OpenedJob(directory, engine.server(), SCHEMA, JOB).at(backedUp.toString());
    ok(job.generateKeys());
    String file =
        WHO_ASK.stream().map(CrowdedShop::email).collect(Collectors.joining("\n", "email\n", "\n"));
    ok(
        job.command(
            "request add",
            "--file",
            Files.writeString(directory.resolve("requests.csv"), file).toString()));
    dump = MariaDbPrograms.dump("--databases", SCHEMA, "quietus");
    ok(job.command("run", "--only", "erasure"));
  }

  @Test
  void killedAtRandomMomentsItErasesEverybodyOnceMoreAndNobodyElse() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int kills = Integer.getInteger("replay.kills", 4);
    Random random = new Random(seed);
    System.out.println("ReplayCrashIT seed " + seed + ", kills " + kills);
    long undisturbed = undisturbed();
    for (int killed = 0; killed < kills; ) {
      restore();
      boolean running = true;
      while (running) {
        JarProcess process = replay();
        // the first third is the JVM's own
        long moment = undisturbed / 3 + random.nextLong(undisturbed * 2 / 3);
        running = killed < kills && process.killAfter(moment);
        killed += running ? 1 : 0;
        if (!running) {
          assertThat(process.exitCode()).as(process.output()).isZero();
        }
      }
      check();
    }
  }

  /** How many milliseconds a replay takes that nobody kills. */
  private long undisturbed() throws Exception {
    restore();
    long start = System.nanoTime();
    JarProcess process = replay();
    assertThat(process.exitCode()).as(process.output()).isZero();
    long took = (System.nanoTime() - start) / 1_000_000;
    check();
    return took;
  }

  /** The database as it was before the erasure, and somebody who comes again after it. */
  private void restore() throws Exception {
    engine.execute("", "DROP DATABASE " + SCHEMA, "DROP DATABASE quietus");
    MariaDbPrograms.execute(dump);
    engine.execute(
        SCHEMA,
        "INSERT INTO customer VALUES (%d, 'Once more', '%s', NOW() + INTERVAL 1 HOUR)"
            .formatted(BACK_AGAIN, CrowdedShop.email(WHO_ASK.get(0))),
        "INSERT INTO orders VALUES (%d, %d, 'for somebody new')"
            .formatted(10 * BACK_AGAIN, BACK_AGAIN));
    try (Stream<Path> files = Files.list(job.evidence().resolve("certificates"))) {
      for (Path file : files.toList()) {
        Files.delete(file); // those that are counted are of one restore
      }
    }
  }

  private JarProcess replay(String... more) {
    return JarProcess.start(
        directory,
        job.environment(),
        Stream.concat(
                Stream.of("replay", job.file().toString(), "--database", "shop"),
                Stream.concat(Stream.of("--snapshot", backedUp.toString()), Stream.of(more)))
            .toArray(String[]::new));
  }

  private void check() throws Exception {
    List<String> left = new ArrayList<>();
    IntStream.rangeClosed(1, BACK_AGAIN)
        .filter(id -> !WHO_ASK.contains(id))
        .forEach(id -> left.add(String.valueOf(id)));
    assertThat(column("SELECT id FROM customer ORDER BY id")).isEqualTo(left);
    assertThat(column("SELECT DISTINCT customer_id FROM orders ORDER BY 1")).isEqualTo(left);
    assertThat(column("SELECT COUNT(*) FROM orders"))
        .containsExactly(String.valueOf(3 * (left.size() - 1) + 1));
    assertThat(column("SELECT run_id FROM quietus.run WHERE state = 'open'")).isEmpty();
    assertThat(column("SELECT request_id FROM quietus.replay_person")).isEmpty();
    JarProcess looked = replay("--check");
    assertThat(looked.exitCode()).as(looked.output()).isZero();
    checkCertificates();
  }

  /** Each row that went counts once, whatever was killed. */
  private void checkCertificates() {
    List<Certificate> replayed =
        job.certificates().stream()
            .filter(one -> one.identity().type() == CertificateType.RESTORE_REPLAY)
            .toList();
    assertThat(replayed)
        .isNotEmpty()
        .extracting(Certificate::outcome)
        .isSubsetOf(Outcome.COMPLETE, Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(deleted(replayed, "shop.customer")).isEqualTo(WHO_ASK.size());
    assertThat(deleted(replayed, "shop.orders")).isEqualTo(3 * WHO_ASK.size());
  }

  private static long deleted(List<Certificate> certificates, String target) {
    return certificates.stream()
        .flatMap(certificate -> certificate.targets().stream())
        .filter(each -> each.name().equals(target))
        .mapToLong(each -> each.counts().deleted())
        .sum();
  }

  private List<String> column(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = engine.connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
  }
}
