package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.JarProcess;
import org.quietus.testing.PostgresDdl;
import org.quietus.testing.Servers;
import org.springframework.util.FileSystemUtils;

/**
 * Kills the real process, and the real server, at random moments: nothing may be left, nothing may
 * happen twice, and the certificates must say what SQL counts. Seeds are printed; {@code -Dkills=N}
 * and {@code -Dseed=N} choose others.
 */
@EnabledIfServer
@Tag("long")
class CrashIT {
  private static final int VISITS = 60_000;
  private static final int DUE_VISITS = 40_000;
  private static final int DUE_ORDERS = 1_500;
  private static final int CUSTOMERS = 3_000;
  private static final int CLOSED_CUSTOMERS = 1_000;
  private static final String SCHEMA = "crash";
  private static final Set<Integer> UNKNOWN_DATABASE_OR_TABLE = Set.of(1049, 1146);
  private static final String UNKNOWN_RELATION = "42P01";

  private static DatabaseServer server;

  @TempDir private Path directory;

  @BeforeAll
  static void startServer() {
    server = Servers.start();
  }

  @AfterAll
  static void stopServer() {
    server.stop();
  }

  @BeforeEach
  void prepare() throws Exception {
    server.createSchema(SCHEMA);
    fill();
    Files.writeString(directory.resolve("job.yaml"), jobFile());
    JarProcess keys = start("key", "generate", job());
    assertThat(keys.exitCode()).as(keys.output()).isZero();
  }

  @Test
  void killedAtRandomMomentsItLosesNothingAndDoesNothingTwice() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int kills = Integer.getInteger("kills", 5);
    Random random = new Random(seed);
    System.out.println("CrashIT seed " + seed + ", kills " + kills);
    for (int killed = 0; killed < kills; ) {
      refill();
      boolean running = true;
      while (running && killed < kills) {
        JarProcess process = start("run", job());
        // the first second and a half is the JVM's own
        running = process.killAfter(1_500 + random.nextInt(4_500));
        killed += running ? 1 : 0;
      }
      finishAndCheck();
    }
  }

  @Test
  void aKilledServerIsSurvivedOrResumedFrom() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    System.out.println("CrashIT server kills, seed " + seed);
    for (int round = 0; round < Math.min(3, Integer.getInteger("kills", 3)); round++) {
      refill();
      JarProcess process = start("run", job());
      TimeUnit.MILLISECONDS.sleep(2_500 + random.nextInt(3_000));
      server.kill9();
      server.restart();
      assertThat(process.exitCode()).as(process.output()).isIn(0, 2, 4);
      finishAndCheck();
    }
  }

  @Test
  void ofSeveralStartedAtOnceOneRunsAndTheOthersExit5() throws Exception {
    for (int processes : new int[] {2, 4}) {
      refill();
      List<JarProcess> started = new ArrayList<>();
      for (int n = 0; n < processes; n++) {
        started.add(start("run", job()));
      }
      List<Integer> codes = new ArrayList<>();
      for (JarProcess process : started) {
        codes.add(process.exitCode());
      }
      assertThat(codes).as("exit codes").containsOnly(0, 5).contains(0);
      checkState();
      checkLedger();
      audit();
    }
  }

  @Test
  void sigtermFinishesTheChunkAndExits4() throws Exception {
    refill();
    JarProcess process = start("run", job());
    while (count("SELECT COUNT(*) FROM quietus.ledger") == 0 && process.isRunning()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    process.terminate();
    assertThat(process.exitCode()).as(process.output()).isIn(0, 4);
    finishAndCheck();
  }

  @Test
  void sigtermBeforeAnythingBeganExits4AsWell() throws Exception {
    refill();
    try (Connection connection = server.connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      String lock =
          isPostgres()
              ? "SELECT pg_try_advisory_lock(hashtextextended('quietus.run', 0))"
              : "SELECT GET_LOCK('quietus.run', 0)";
      statement.executeQuery(lock);
      JarProcess process = start("run", job(), "--wait", "PT5M");
      String asking =
          isPostgres()
              ? "SELECT COUNT(*) FROM pg_stat_activity" // and not those who ask this
                  + " WHERE query LIKE '%pg_try_advisory' || '_lock%'"
              : "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE '%GET_LOCK%'";
      while (count(asking) < 2 && process.isRunning()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      process.terminate();
      assertThat(process.exitCode()).as(process.output()).isEqualTo(4);
    }
    finishAndCheck();
  }

  private void finishAndCheck() throws Exception {
    JarProcess last = start("run", job());
    assertThat(last.exitCode()).as(last.output()).isZero();
    checkState();
    checkLedger();
    JarProcess again = start("run", job());
    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(again.output()).contains("nothing was due");
    checkLedger();
    audit();
  }

  /** The finished jar finds each certificate good, and none missing. */
  private void audit() throws InterruptedException {
    JarProcess audit = start("certificate", "audit", directory.resolve("evidence").toString());
    assertThat(audit.exitCode()).as(audit.output()).isZero();
  }

  /** What is there is exactly what the rules leave. */
  private void checkState() throws SQLException {
    assertThat(count("SELECT COUNT(*) FROM crash.visit")).isEqualTo(VISITS - DUE_VISITS);
    assertThat(count("SELECT COUNT(*) FROM crash.visit WHERE visited_at < '2020-01-01'")).isZero();
    assertThat(count("SELECT COUNT(*) FROM crash.orders")).isEqualTo(DUE_ORDERS);
    assertThat(count("SELECT COUNT(*) FROM crash.item")).isEqualTo(3L * DUE_ORDERS);
    assertThat(count("SELECT COUNT(*) FROM crash.customer")).isEqualTo(CUSTOMERS);
    assertThat(
            count(
                "SELECT COUNT(*) FROM crash.customer WHERE email IS NULL AND anonymised_at IS NOT"
                    + " NULL AND full_name = '********'"))
        .isEqualTo(CLOSED_CUSTOMERS);
    assertThat(count("SELECT COUNT(*) FROM crash.customer WHERE email IS NOT NULL"))
        .isEqualTo(CUSTOMERS - CLOSED_CUSTOMERS);
    assertThat(count("SELECT COUNT(*) FROM quietus.run WHERE state = 'open'")).isZero();
  }

  /** The ledger counts each row that went exactly once, over all runs since the last refill. */
  private void checkLedger() throws SQLException {
    assertThat(deleted("crash.visit")).isEqualTo(DUE_VISITS);
    assertThat(deleted("crash.orders")).isEqualTo(DUE_ORDERS);
    assertThat(deleted("crash.item")).isEqualTo(3L * DUE_ORDERS);
    assertThat(
            count(
                "SELECT COALESCE(SUM(anonymised), 0) FROM quietus.ledger_count"
                    + " WHERE table_name = 'crash.customer'"))
        .isEqualTo(CLOSED_CUSTOMERS);
    assertThat(certified()).isEqualTo(DUE_VISITS + 4L * DUE_ORDERS + CLOSED_CUSTOMERS);
  }

  private long deleted(String table) throws SQLException {
    return count(
        "SELECT COALESCE(SUM(deleted), 0) FROM quietus.ledger_count WHERE table_name = '"
            + table
            + "'");
  }

  /** What all certificates together say was deleted or anonymised. */
  private long certified() throws SQLException {
    long total = 0;
    Path certificates = directory.resolve("evidence/certificates");
    try (var files = Files.list(certificates)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".json")).toList()) {
        // what a process of its own would say, without the second that its JVM takes
        CommandRun verify =
            CommandRun.onDatabases(Map.of())
                .at(Clock.systemUTC().instant())
                .run("certificate", "verify", file.toString());
        assertThat(verify.exitCode()).as(verify.out() + verify.err()).isZero();
        var payload =
            new tools.jackson.databind.json.JsonMapper()
                .readTree(
                    java.util.Base64.getDecoder()
                        .decode(
                            new tools.jackson.databind.json.JsonMapper()
                                .readTree(Files.readAllBytes(file))
                                .path("payload")
                                .asString()));
        for (var target : payload.path("predicate").path("targets")) {
          total += target.path("counts").path("deleted").asLong();
          total += target.path("counts").path("anonymised").asLong();
          total += target.path("counts").path("masked").asLong();
        }
      }
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
    return total;
  }

  private void refill() throws Exception {
    try (Connection connection = server.connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS quietus" + (isPostgres() ? " CASCADE" : ""));
      for (String table : List.of("item", "orders", "visit", "customer")) {
        statement.execute("DROP TABLE IF EXISTS " + table);
      }
    }
    for (String folder : List.of("certificates", "log")) {
      FileSystemUtils.deleteRecursively(directory.resolve("evidence").resolve(folder));
    }
    fill();
  }

  private void fill() throws SQLException {
    try (Connection connection = server.connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      execute(
          statement,
          "CREATE TABLE customer (id INT AUTO_INCREMENT PRIMARY KEY, full_name VARCHAR(60) NOT"
              + " NULL, email VARCHAR(80), closed_at DATETIME, anonymised_at DATETIME,"
              + " changed_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP)");
      execute(
          statement,
          "CREATE TABLE visit (id BIGINT AUTO_INCREMENT PRIMARY KEY, customer_id INT NOT NULL,"
              + " visited_at DATETIME NOT NULL, page VARCHAR(60), KEY (visited_at))");
      execute(
          statement,
          "CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, ordered_at DATE NOT NULL)");
      execute(
          statement,
          "CREATE TABLE item (order_id INT NOT NULL, line INT NOT NULL, what VARCHAR(40),"
              + " PRIMARY KEY (order_id, line), FOREIGN KEY (order_id) REFERENCES orders (id))");
      execute(statement, "CREATE TEMPORARY TABLE digit (d INT)");
      execute(statement, "INSERT INTO digit VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)");
      execute(statement, "CREATE TEMPORARY TABLE hundred (n INT)");
      execute(statement, "CREATE TEMPORARY TABLE n (n INT PRIMARY KEY)");
      for (int tens = 0; tens < 10; tens++) {
        execute(statement, "INSERT INTO hundred SELECT d + 10 * " + tens + " FROM digit");
      }
      execute(statement, "CREATE TEMPORARY TABLE hundred2 AS SELECT n FROM hundred");
      execute(
          statement,
          "INSERT INTO n SELECT a.n + 100 * b.n + 10000 * c.d FROM hundred a, hundred2 b, digit c"
              + " WHERE c.d < 6");
      // every third visit is recent, so that due and kept rows lie side by side
      execute(
          statement,
          "INSERT INTO visit (customer_id, visited_at, page) SELECT n % "
              + CUSTOMERS
              + ", CASE WHEN n % 3 = 0 THEN TIMESTAMP '2026-11-01 00:00:00' ELSE TIMESTAMP"
              + " '2019-05-05 00:00:00' END, CONCAT('page ', n) FROM n");
      execute(
          statement,
          "INSERT INTO customer (full_name, email, closed_at) SELECT CONCAT('Customer Number ', n),"
              + " CONCAT('c', n, '@example.org'), CASE WHEN n % 3 = 0 THEN TIMESTAMP '2020-01-01"
              + " 00:00:00' END FROM n WHERE n < "
              + CUSTOMERS);
      execute(
          statement,
          "INSERT INTO orders (ordered_at) SELECT CASE WHEN n % 2 = 0 THEN DATE '2015-01-01' ELSE"
              + " DATE '2026-10-01' END FROM n WHERE n < "
              + 2 * DUE_ORDERS);
      for (int line = 1; line <= 3; line++) {
        execute(statement, "INSERT INTO item SELECT id, " + line + ", 'thing' FROM orders");
      }
    }
  }

  private static void execute(Statement statement, String sql) throws SQLException {
    statement.execute(isPostgres() ? PostgresDdl.spelled(sql) : sql);
  }

  private static boolean isPostgres() {
    return server.product().equals("postgres");
  }

  private String jobFile() {
    return """
    quietus: 1
    job: crash
    controller: Example GmbH
    zone: Europe/Berlin
    evidence: { store: "file://%1$s/evidence", keys: %1$s/keys }
    databases:
      crash: { url: "%2$s", username: %3$s, password: "${DB_PASSWORD}", zone: UTC }
    subjects:
      customer: { records: crash.customer, identifiers: { email: email } }
    anonymise:
      crash.customer:
        mark: anonymised_at
        with: { full_name: redact, email: set-null }
    retention:
      visits: { records: crash.visit, keep: P1Y, from: visited_at, then: delete }
      orders: { records: crash.orders, keep: P6Y, from: ordered_at, then: delete }
      closed: { records: crash.customer, keep: P30D, from: closed_at, then: anonymise }
    erasure:
      records:
        crash.customer: { then: anonymise }
        crash.item: { then: delete }
    """
        .formatted(directory, server.jdbcUrl(SCHEMA), server.username());
  }

  private String job() {
    return directory.resolve("job.yaml").toString();
  }

  private JarProcess start(String... arguments) {
    return JarProcess.start(directory, Map.of("DB_PASSWORD", server.password()), arguments);
  }

  private static long count(String sql) throws SQLException {
    try (Connection connection = server.connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      boolean notMigratedYet =
          UNKNOWN_DATABASE_OR_TABLE.contains(e.getErrorCode())
              || UNKNOWN_RELATION.equals(e.getSQLState());
      if (sql.contains("quietus.ledger") && notMigratedYet) {
        return 0;
      }
      throw e;
    }
  }
}
