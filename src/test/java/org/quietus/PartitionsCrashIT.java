package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.JarProcess;
import org.quietus.testing.Servers;

/**
 * Kills the real process as soon as it means to drop a partition, has dropped one, or has put one
 * into the ledger: each row is counted once, by the ledger and by the certificates. The seed, which
 * decides how many partitions it gets before, is printed; {@code -Dseed=N} chooses another.
 */
@EnabledIfServer
@Tag("long")
class PartitionsCrashIT {
  private static final String SCHEMA = "parted_crash";
  private static final int PARTITIONS = 24;
  private static final int EACH = 500;
  private static final int KILLS_OF_A_KIND = 2;

  private static DatabaseServer server;

  @TempDir private Path directory;
  private ShopEngine engine;
  private OpenedJob job;

  @BeforeAll
  static void startServer() {
    server = Servers.start();
  }

  @AfterAll
  static void stopServer() {
    server.stop();
  }

  @BeforeEach
  void fill() throws Exception {
    engine = ShopEngine.on(server);
    engine.untouched(SCHEMA);
    String columns =
        "CREATE TABLE visit (id INT NOT NULL, at DATE NOT NULL, PRIMARY KEY (id, at)) ";
    if (engine.isPostgres()) {
      engine.execute(SCHEMA, columns + "PARTITION BY RANGE (at)");
      for (int n = 0; n < PARTITIONS; n++) {
        engine.execute(
            SCHEMA,
            "CREATE TABLE p%d PARTITION OF visit FOR VALUES FROM ('%d-01-01') TO ('%d-01-01')"
                .formatted(n, 1990 + n, 1991 + n));
      }
    } else {
      engine.execute(SCHEMA, columns + "PARTITION BY RANGE COLUMNS (at) (" + ranges() + ")");
    }
    for (int n = 0; n < PARTITIONS; n++) {
      int first = n * EACH;
      String day = (1990 + n) + "-06-06";
      engine.execute(
          SCHEMA,
          IntStream.range(first, first + EACH)
              .mapToObj(id -> "(" + id + ", '" + day + "')")
              .collect(Collectors.joining(", ", "INSERT INTO visit VALUES ", "")));
    }
    engine.execute(SCHEMA, "CREATE INDEX visit_at ON visit (at)");
    job =
        new OpenedJob(
            directory,
            server,
            SCHEMA,
            """
            quietus: 1
            job: crash
            controller: Example GmbH
            zone: UTC
            evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
            databases:
              crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
            retention:
              old: { records: crm.visit, keep: P1Y, from: at, then: delete, partitions: drop }
            """);
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  private static String ranges() {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(n -> "PARTITION p%d VALUES LESS THAN ('%d-01-01'), ".formatted(n, 1991 + n))
        .collect(Collectors.joining("", "", "PARTITION rest VALUES LESS THAN (MAXVALUE)"));
  }

  @Test
  void killedAroundADropItCountsEachRowOnce() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    System.out.println("PartitionsCrashIT seed " + seed);
    int killed = 0;
    for (String kind : new String[] {"intended", "dropped", "done"}) {
      for (int n = 0; n < KILLS_OF_A_KIND; n++) {
        killed += killedOnce(kind, random.nextInt(4)) ? 1 : 0;
      }
    }
    System.out.println("killed " + killed + " times");
    JarProcess last = start("run");
    assertThat(last.exitCode()).as(last.output()).isZero();

    assertThat(killed).isPositive();
    assertThat(count("visit")).isZero();
    assertThat(count("quietus.partition_drop WHERE state = 'intended'")).isZero();
    assertThat(one("SELECT SUM(deleted) FROM quietus.ledger_count")).isEqualTo(PARTITIONS * EACH);
    assertThat(
            job.certificates().stream()
                .flatMap(certificate -> certificate.targets().stream())
                .mapToLong(target -> target.counts().deleted())
                .sum())
        .isEqualTo(PARTITIONS * EACH);
    JarProcess again = start("run");
    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(again.output()).contains("nothing was due");
  }

  /** Lets some partitions go before; false if it had ended by then. */
  private boolean killedOnce(String kind, int before) throws Exception {
    long begin = seen(kind) + before;
    JarProcess process = start("run");
    while (process.isRunning() && seen(kind) <= begin) {
      Thread.onSpinWait();
    }
    return process.killAfter(0);
  }

  private long seen(String kind) throws SQLException {
    return switch (kind) {
      case "intended" -> count("quietus.partition_drop");
      case "dropped" -> -partitions();
      default -> count("quietus.partition_drop WHERE state = 'done'");
    };
  }

  private long partitions() throws SQLException {
    return engine.isPostgres()
        ? one("SELECT COUNT(*) FROM pg_inherits WHERE inhparent = 'visit'::regclass")
        : one(
            "SELECT COUNT(*) FROM information_schema.partitions"
                + " WHERE table_schema = DATABASE() AND table_name = 'visit'");
  }

  private JarProcess start(String command) {
    return JarProcess.start(directory, job.environment(), command, job.file().toString());
  }

  private long count(String from) throws SQLException {
    return one("SELECT COUNT(*) FROM " + from);
  }

  private long one(String sql) throws SQLException {
    try (Connection connection = server.connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      if (sql.contains("quietus.partition_drop")) {
        return 0; // not there yet
      }
      throw e;
    }
  }
}
