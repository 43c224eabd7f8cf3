package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Outcome;
import org.quietus.testing.Bucket;
import org.quietus.testing.H2Server;
import org.quietus.testing.JarProcess;
import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Server;

/**
 * Kills the real process at random moments while it takes persons out of backups, in a directory
 * and in a bucket that keeps versions: whoever asked is gone, everybody else is there byte for
 * byte. The seed is printed; {@code -Dkills=N} and {@code -Dseed=N} choose others.
 */
@Tag("long")
class BackupCrashIT {
  private static final List<Integer> WHO_ASK = List.of(17, CrowdedShop.CUSTOMERS);
  private static final IntPredicate EVERYBODY = id -> true;
  private static final IntPredicate THE_OTHERS = id -> !WHO_ASK.contains(id);
  private static final Map<String, IntPredicate> KINDS =
      Map.of(
          "everybody", EVERYBODY,
          "the others", THE_OTHERS,
          "the first others", THE_OTHERS.and(id -> id < 1_000));
  private static final Map<String, String> TEXTS = new HashMap<>();
  private static final String SCHEMA = "shop";

  /** What a probe that was killed leaves, a few bytes; one of a later day takes it away. */
  private static final String PROBE = "quietus-probe";

  private static final String JOB =
      CrowdedShop.JOB
          + """
          object-stores:
            disk: { url: "${DISK}" }
            cloud: { url: "${CLOUD}", endpoint: "${ENDPOINT}", access-key: "${ACCESS}", secret-key: "${SECRET}" }
          backups:
            local: { of: shop, in: disk, objects: "**.sql.gz", format: mysqldump, keep: P90D, on-erasure: rewrite }
            remote: { of: shop, in: cloud, objects: "**.sql.gz", format: mysqldump, keep: P90D, on-erasure: rewrite }
          """;

  @TempDir private Path directory;

  @Test
  void killedAtRandomMomentsItTakesEverybodyOutOfEveryVersion() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int kills = Integer.getInteger("kills", 5);
    Random random = new Random(seed);
    System.out.println("BackupCrashIT seed " + seed + ", kills " + kills);
    long wholeRun = undisturbed();
    int killed = 0;
    for (int round = 1; killed < kills; round++) {
      try (Round shop = new Round(round)) {
        boolean running = true;
        while (running) {
          JarProcess process = shop.start();
          // the first quarter is the JVM's own
          long moment = wholeRun / 4 + random.nextLong(wholeRun * 3 / 4);
          running = killed < kills && process.killAfter(moment);
          killed += running ? 1 : 0;
          if (!running) {
            assertThat(process.exitCode()).as(process.output()).isZero();
          }
        }
        shop.check();
      }
    }
  }

  /** Exactly whose rows, and nothing else, an object holds. */
  private static String who(String key, byte[] dump) {
    String text = CrowdedShop.gunzip(dump);
    List<String> table =
        CrowdedShop.TABLES.stream().filter(name -> key.endsWith("/" + name + ".sql.gz")).toList();
    return KINDS.keySet().stream()
        .filter(kind -> text.equals(text(table.isEmpty() ? CrowdedShop.TABLES : table, kind)))
        .findFirst()
        .orElse("something else");
  }

  private static String text(List<String> tables, String kind) {
    return TEXTS.computeIfAbsent(
        tables + kind, t -> CrowdedShop.text(tables, KINDS.getOrDefault(kind, EVERYBODY)));
  }

  private static byte[] dump(List<String> tables, String kind) {
    return CrowdedShop.gzip(text(tables, kind));
  }

  /** How many milliseconds a run takes that nobody kills. */
  private long undisturbed() throws Exception {
    try (Round shop = new Round(0)) {
      long start = System.nanoTime();
      JarProcess process = shop.start();
      assertThat(process.exitCode()).as(process.output()).isZero();
      long took = (System.nanoTime() - start) / 1_000_000;
      shop.check();
      return took;
    }
  }

  /** A database, a directory and a bucket with the same persons in them, and a job on all three. */
  private final class Round implements AutoCloseable {
    private final Path disk;
    private final H2Server server;
    private final Bucket bucket;
    private final OpenedJob job;

    Round(int number) throws Exception {
      Path home = Files.createDirectory(directory.resolve("round-" + number));
      disk = Files.createDirectory(home.resolve("disk"));
      server = new H2Server(home);
      server.createSchema(SCHEMA);
      try (Connection connection = server.connect(SCHEMA)) {
        CrowdedShop.fill(connection);
      }
      S3Server s3 = S3ProxyServer.shared();
      bucket = Bucket.versioned(s3);
      fillDisk();
      fillBucket();
      job =
          new OpenedJob(home, server, SCHEMA, JOB)
              .at(Clock.systemUTC().instant().toString())
              .with("DISK", disk.toUri().toString())
              .with("CLOUD", bucket.url())
              .with("ENDPOINT", s3.endpoint().toString())
              .with("ACCESS", s3.accessKey())
              .with("SECRET", s3.secretKey());
      assertThat(job.generateKeys().exitCode()).isZero();
      WHO_ASK.forEach(id -> job.request("email: " + CrowdedShop.email(id)));
    }

    private void fillDisk() throws IOException {
      Files.createDirectories(disk.resolve("tables"));
      for (String table : CrowdedShop.TABLES) {
        Files.write(disk.resolve("tables/" + table + ".sql.gz"), dump(List.of(table), "everybody"));
      }
      for (String day : List.of("monday", "tuesday")) {
        Files.write(disk.resolve(day + ".sql.gz"), dump(CrowdedShop.TABLES, "everybody"));
      }
    }

    private void fillBucket() {
      for (String kind : List.of("everybody", "the first others", "everybody")) {
        bucket.put("monday.sql.gz", dump(CrowdedShop.TABLES, kind));
      }
      bucket.put("deleted.sql.gz", dump(CrowdedShop.TABLES, "everybody"));
      bucket.client().deleteObject(r -> r.bucket(bucket.name()).key("deleted.sql.gz"));
      bucket.put("tuesday.sql.gz", dump(CrowdedShop.TABLES, "everybody"));
    }

    JarProcess start() throws SQLException {
      server.letGo();
      return JarProcess.start(job.directory(), job.environment(), "run", job.file().toString());
    }

    void check() throws Exception {
      assertThat(onDisk())
          .containsExactly(
              "monday.sql.gz: the others",
              "tables/customer.sql.gz: the others",
              "tables/orders.sql.gz: the others",
              "tuesday.sql.gz: the others");
      assertThat(inBucket())
          .containsExactly(
              "monday.sql.gz: the others",
              "monday.sql.gz: the first others",
              "tuesday.sql.gz: the others");
      assertThat(bucket.leftovers()).allMatch(key -> key.startsWith(PROBE));
      assertThat(column("SELECT email FROM customer ORDER BY id"))
          .hasSize(CrowdedShop.CUSTOMERS - WHO_ASK.size())
          .doesNotContainAnyElementsOf(WHO_ASK.stream().map(CrowdedShop::email).toList());
      checkEvidence();
    }

    private void checkEvidence() throws SQLException {
      // nobody is sought any more by a run that follows, in the same command, one that was resumed
      assertThat(column("SELECT DISTINCT state FROM quietus.backup_version"))
          .contains("verified", "clean")
          .isSubsetOf("verified", "clean", "marker", "gone", "unexpired", "screened");
      assertThat(column("SELECT state FROM quietus.run WHERE state = 'open'")).isEmpty();
      List<Certificate> certificates = job.certificates();
      assertThat(certificates)
          .hasSizeGreaterThan(WHO_ASK.size())
          .extracting(certificate -> certificate.result().outcome())
          .containsOnly(Outcome.COMPLETE);
      // each row that went counts once, over all runs, in each copy that held it
      Map<String, Integer> copies = Map.of("shop", 1, "local", 3, "remote", 4);
      copies.forEach(
          (where, n) -> {
            int persons = n * WHO_ASK.size();
            assertThat(deleted(certificates, where + ".customer")).as(where).isEqualTo(persons);
            assertThat(deleted(certificates, where + ".orders")).as(where).isEqualTo(3 * persons);
          });
    }

    private static long deleted(List<Certificate> certificates, String target) {
      return certificates.stream()
          .filter(certificate -> certificate.identity().occasion().kind() == Occasion.Kind.RUN)
          .map(Certificate::targets)
          .flatMap(List::stream)
          .filter(each -> each.name().equals(target))
          .mapToLong(each -> each.counts().deleted())
          .sum();
    }

    /** Each file that holds anything, unfinished uploads too. */
    private List<String> onDisk() throws IOException {
      List<String> found = new ArrayList<>();
      try (Stream<Path> files = Files.walk(disk)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          String name = disk.relativize(file).toString();
          if (!name.startsWith(PROBE) && Files.size(file) > 0) {
            found.add(name + ": " + who(name, Files.readAllBytes(file)));
          }
        }
      }
      return found;
    }

    private List<String> inBucket() {
      return bucket.versions().stream()
          .filter(version -> !version.key().startsWith(PROBE))
          .map(version -> version.key() + ": " + who(version.key(), bucket.get(version)))
          .toList();
    }

    private List<String> column(String sql) throws SQLException {
      List<String> values = new ArrayList<>();
      try (Connection connection = server.connect(SCHEMA);
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          values.add(rows.getString(1));
        }
      }
      return values;
    }

    @Override
    public void close() {
      bucket.close();
      server.stop();
    }
  }
}
