package org.quietus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;
import org.quietus.testing.Bucket;
import org.quietus.testing.CephServer;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.EnabledIfTestData;
import org.quietus.testing.MariaDbPrograms;
import org.quietus.testing.RestoredDump;
import org.quietus.testing.S3Server;
import org.quietus.testing.Servers;
import org.quietus.testing.SqlScript;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * {@code jobs/sakila.yaml} on Sakila and on what the real {@code mariadb-dump} made of it, in a
 * bucket whose Object Lock the server enforces.
 */
@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "the sample database is written for these")
@EnabledIfTestData
@EnabledIf(
    value = "org.quietus.testing.CephServer#isInstalled",
    disabledReason = CephServer.NOT_INSTALLED)
@Tag("long")
class SakilaBackupEndToEndTest {
  private static final String SCHEMA = "sakila_dumped";
  private static final String SUNDAY = "nightly/sunday.sql.gz";
  private static final String MONDAY = "nightly/monday.sql.gz";
  private static final String LOCKED = "nightly/year.sql.gz";

  private static final Instant NOW = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
  private static final Instant UNTIL = NOW.plus(Duration.ofDays(400));

  /** Patricia's address is a store's too. */
  private static final String SHARED_ADDRESS =
      "UPDATE store SET address_id = (SELECT address_id FROM customer WHERE customer_id = 2)"
          + " WHERE store_id = 1";

  /** Of the two who ask, and of one who does not. */
  private static final List<String> A_DAY =
      List.of(
          "INSERT INTO payment (customer_id, staff_id, amount, payment_date)"
              + " VALUES (2, 1, 4.99, NOW()), (5, 1, 5.99, NOW())",
          "INSERT INTO rental (rental_date, inventory_id, customer_id, staff_id)"
              + " VALUES (NOW(), 1, 16, 1)");

  private static final String BY_HAND =
      """
      DELETE FROM payment WHERE customer_id IN (2, 16);
      DELETE FROM rental WHERE customer_id IN (2, 16);
      SET @lived = (SELECT address_id FROM customer WHERE customer_id = 16);
      DELETE FROM customer WHERE customer_id IN (2, 16);
      DELETE FROM address WHERE address_id = @lived;
      """;

  @TempDir Path directory;
  private final DatabaseServer server = Servers.mariaDb();
  private Bucket bucket;
  private String sandrasAddress;
  private List<String> canaries;

  @BeforeEach
  void load() throws Exception {
    bucket = Bucket.locking(CephServer.shared());
    server.createSchema(SCHEMA);
    try (Connection connection = server.connect(SCHEMA)) {
      SqlScript.loadSakila(connection);
    }
    execute(List.of("DROP DATABASE IF EXISTS quietus", SHARED_ADDRESS));
    sandrasAddress = text("SELECT address_id FROM customer WHERE customer_id = 16");
    canaries =
        List.of(
            text("SELECT email FROM customer WHERE customer_id = 2"),
            text("SELECT email FROM customer WHERE customer_id = 16"),
            text("SELECT address FROM address WHERE address_id = " + sandrasAddress));
  }

  @AfterEach
  void close() {
    bucket.close();
  }

  @Test
  void takesTwoCustomersOutOfTheDatabaseAndOfEveryDumpThatIsNotLocked() throws Exception {
    byte[] sunday = dump();
    execute(A_DAY);
    byte[] monday = dump();
    bucket.put(SUNDAY, gzip(sunday));
    bucket.put(MONDAY, gzip(sunday));
    bucket.put(MONDAY, gzip(monday));
    String locked = lock(gzip(sunday));
    assertThat(holdingCanaries()).hasSize(4);

    OpenedJob job = job();
    String patricia = job.request("email: patricia.johnson@sakilacustomer.org");
    String sandra = job.request("email: SANDRA.MARTIN@sakilacustomer.org");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.err()).isZero();

    assertThat(text("SELECT COUNT(*) FROM customer WHERE customer_id IN (2, 16)")).isEqualTo("0");
    assertThat(holdingCanaries()).extracting(ObjectVersion::versionId).containsExactly(locked);
    assertThat(gunzip(version(locked))).isEqualTo(sunday);
    assertThat(bucket.versions())
        .extracting(ObjectVersion::key)
        .containsExactlyInAnyOrder(SUNDAY, MONDAY, LOCKED);
    assertThat(bucket.leftovers()).isEmpty();
    isFaithful(SUNDAY, sunday);
    isFaithful(MONDAY, monday);

    Certificate ofRun = job.certificatesOf(run.json().get("runId").asString()).get(0);
    assertThat(deleted(ofRun, "nightly.customer")).isEqualTo(2 * 3);
    assertThat(deleted(ofRun, "nightly.address")).isEqualTo(3);
    assertThat(ofRun.residuals().copies()).contains(lockedCopy());
    for (String request : List.of(patricia, sandra)) {
      Certificate certificate = job.certificatesOf(request).get(0);
      assertThat(certificate.result().outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
      assertThat(deleted(certificate, "nightly.customer")).isEqualTo(3);
      assertThat(certificate.residuals().copies())
          .filteredOn(copy -> copy.place() == Residuals.Place.BACKUP)
          .containsExactly(lockedCopy());
    }

    List<ObjectVersion> after = bucket.versions();
    CommandRun again = job.run();
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(bucket.versions()).isEqualTo(after);
  }

  /** Byte for byte what is left without their rows, and it restores to what SQL leaves. */
  private void isFaithful(String key, byte[] original) throws Exception {
    byte[] rewritten = gunzip(bucket.get(key));
    List<String> expected = withoutThem(new String(original, ISO_8859_1)).lines().toList();
    assertThat(new String(rewritten, ISO_8859_1).lines().toList()).isEqualTo(expected);
    assertThat(new String(rewritten, ISO_8859_1).equals(String.join("\n", expected) + "\n"))
        .isTrue();
    assertThat(RestoredDump.of(rewritten, "sakila_rewritten").content().lines().toList())
        .isEqualTo(
            RestoredDump.of(original, "sakila_by_hand").with(BY_HAND).content().lines().toList());
  }

  /** By hand: each row of a dump stands on a line of its own. */
  private String withoutThem(String dump) {
    StringBuilder left = new StringBuilder();
    String table = "";
    for (String line : dump.split("(?<=\n)")) {
      if (line.startsWith("INSERT INTO `")) {
        table = line.split("`")[1];
      }
      if (!line.startsWith("(") || !isTheirs(table, line.substring(1).split(",", 5))) {
        left.append(line);
      } else if (line.endsWith(";\n")) {
        left.replace(left.length() - 2, left.length(), ";\n"); // the row before is the last now
      }
    }
    return left.toString();
  }

  private boolean isTheirs(String table, String[] columns) {
    return switch (table) {
      case "customer" -> List.of("2", "16").contains(columns[0]);
      case "payment" -> List.of("2", "16").contains(columns[1]);
      case "rental" -> List.of("2", "16").contains(columns[3]);
      case "address" -> columns[0].equals(sandrasAddress);
      default -> false;
    };
  }

  private static Residuals.Copy lockedCopy() {
    LocalDate until = UNTIL.atZone(ZoneId.of("America/Edmonton")).toLocalDate().plusDays(1);
    return new Residuals.Copy(
        Residuals.Place.BACKUP, "nightly", "locked-compliance", Optional.of(until), false);
  }

  private static long deleted(Certificate certificate, String target) {
    return certificate.targets().stream()
        .filter(each -> each.name().equals(target))
        .mapToLong(each -> each.counts().deleted())
        .sum();
  }

  /** The versions in which something of the two can be read. */
  private List<ObjectVersion> holdingCanaries() throws IOException {
    List<ObjectVersion> holding = new ArrayList<>();
    for (ObjectVersion version : bucket.versions()) {
      String content = new String(gunzip(bucket.get(version)), UTF_8);
      if (canaries.stream().anyMatch(content::contains)) {
        holding.add(version);
      }
    }
    return holding;
  }

  private byte[] version(String id) {
    return bucket.versions().stream()
        .filter(version -> version.versionId().equals(id))
        .findFirst()
        .map(bucket::get)
        .orElseThrow();
  }

  private String lock(byte[] content) {
    return bucket
        .client()
        .putObject(
            r ->
                r.bucket(bucket.name())
                    .key(LOCKED)
                    .objectLockMode(ObjectLockMode.COMPLIANCE)
                    .objectLockRetainUntilDate(UNTIL),
            RequestBody.fromBytes(content))
        .versionId();
  }

  private OpenedJob job() throws IOException {
    S3Server ceph = CephServer.shared();
    OpenedJob job =
        new OpenedJob(directory, server, SCHEMA, Files.readString(Path.of("jobs/sakila.yaml")))
            .at(NOW.toString());
    job.with("SAKILA_URL", server.jdbcUrl(SCHEMA))
        .with("SAKILA_USER", server.username())
        .with("SAKILA_PASSWORD", server.password())
        .with("SAKILA_EVIDENCE", job.evidence().toUri().toString())
        .with("SAKILA_KEYS", directory.resolve("keys").toString())
        .with("SAKILA_VAULT", bucket.url())
        .with("SAKILA_S3_ENDPOINT", ceph.endpoint().toString())
        .with("SAKILA_S3_ACCESS_KEY", ceph.accessKey())
        .with("SAKILA_S3_SECRET_KEY", ceph.secretKey());
    assertThat(job.generateKeys().exitCode()).isZero();
    return job;
  }

  /** What the line in {@code jobs/sakila.yaml} writes. */
  private static byte[] dump() {
    return MariaDbPrograms.dump("--single-transaction", "--routines", "--triggers", SCHEMA);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(content);
    }
    return compressed.toByteArray();
  }

  private static byte[] gunzip(byte[] compressed) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return in.readAllBytes();
    }
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = server.connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private void execute(List<String> statements) throws SQLException {
    try (Connection connection = server.connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
