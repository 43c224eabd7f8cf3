package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.JarProcess;
import org.quietus.testing.Servers;
import org.springframework.util.FileSystemUtils;

/**
 * Kills the real process, and the server of one of two databases of different products, at random
 * moments: each row that is due goes once, wherever it is. Seeds are printed; {@code -Dkills=N} and
 * {@code -Dseed=N} choose others.
 */
@EnabledIfServer
@Tag("long")
class SeveralDatabasesCrashIT {
  private static final int ROWS = 40_000;
  private static final String CRM = "crash_crm";
  private static final String SHOP = "crash_shop";

  private static DatabaseServer home;
  private static DatabaseServer other;

  @TempDir private Path directory;
  private OpenedJob job;

  @BeforeAll
  static void startServers() {
    home = Servers.start();
    other = Servers.ofAnotherProduct();
  }

  @AfterAll
  static void stopServers() {
    home.stop();
    other.stop();
  }

  @BeforeEach
  void prepare() throws Exception {
    job =
        new OpenedJob(
                directory,
                home,
                CRM,
                """
                quietus: 1
                job: crash
                controller: Example GmbH
                zone: Europe/Berlin
                evidence: { store: "${EVIDENCE}", keys: "${KEYS}", control: crm }
                databases:
                  crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
                  shop: { url: "${SHOP_URL}", username: "${SHOP_USER}", password: "${SHOP_PASSWORD}", zone: UTC }
                retention:
                  visits: { records: crm.visit, keep: P1Y, from: at, then: delete }
                  orders: { records: shop.orders, keep: P1Y, from: at, then: delete, with: { shop.item: { then: delete } } }
                """)
            .with("SHOP_URL", other.jdbcUrl(SHOP))
            .with("SHOP_USER", other.username())
            .with("SHOP_PASSWORD", other.password());
    job.generateKeys();
  }

  @Test
  void killedAtRandomMomentsItTakesEachRowOnceInEachDatabase() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int kills = Integer.getInteger("kills", 6);
    Random random = new Random(seed);
    System.out.println("SeveralDatabasesCrashIT seed " + seed + ", kills " + kills);
    int rounds = 0;
    for (int killed = 0; killed < kills; rounds++) {
      refill();
      boolean running = true;
      while (running && killed < kills) {
        // the first second and a half is the JVM's own
        running = start("run").killAfter(1_500 + random.nextInt(3_500));
        killed += running ? 1 : 0;
      }
      finishAndCheck();
    }
    assertThat(rounds).isPositive();
  }

  @Test
  void aServerThatDiesLeavesTheOtherDatabaseToBeFinished() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    System.out.println("SeveralDatabasesCrashIT server kills, seed " + seed);
    for (int round = 0; round < 2; round++) {
      refill();
      JarProcess process = start("run");
      while (process.isRunning() && count(other, SHOP, "quietus.ledger") == 0) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
      other.kill9();
      int code = process.exitCode();
      boolean wasOver = code == 0;
      if (!wasOver) {
        assertThat(code).as(process.output()).isEqualTo(4);
        JarProcess without = start("run");
        assertThat(without.exitCode()).as(without.output()).isEqualTo(8);
        assertThat(count(home, CRM, "visit")).isEqualTo(ROWS / 2);
      }
      other.restart();
      finishAndCheck();
    }
  }

  private void finishAndCheck() throws Exception {
    JarProcess last = start("run");
    assertThat(last.exitCode()).as(last.output()).isZero();
    assertThat(count(home, CRM, "visit")).isEqualTo(ROWS / 2);
    assertThat(count(other, SHOP, "orders")).isEqualTo(ROWS / 8);
    assertThat(count(other, SHOP, "item")).isEqualTo(ROWS / 8);
    assertThat(count(home, CRM, "quietus.run WHERE state = 'open'")).isZero();
    Map<String, Long> certified = new HashMap<>();
    for (Certificate certificate : job.certificates()) {
      certificate
          .targets()
          .forEach(target -> certified.merge(target.name(), target.counts().deleted(), Long::sum));
    }
    assertThat(certified)
        .containsEntry("crm.visit", ROWS / 2L)
        .containsEntry("shop.orders", ROWS / 8L)
        .containsEntry("shop.item", ROWS / 8L);
    JarProcess audit =
        JarProcess.start(
            directory, job.environment(), "certificate", "audit", job.evidence().toString());
    assertThat(audit.exitCode()).as(audit.output()).isZero();
  }

  private JarProcess start(String command) {
    return JarProcess.start(directory, job.environment(), command, job.file().toString());
  }

  private void refill() throws Exception {
    for (String folder : new String[] {"certificates", "log"}) {
      FileSystemUtils.deleteRecursively(job.evidence().resolve(folder));
    }
    fill(home, CRM, "visit", ROWS);
    fill(other, SHOP, "orders", ROWS / 4);
    ShopEngine shop = ShopEngine.on(other);
    shop.execute(
        SHOP,
        "CREATE TABLE item (id INT PRIMARY KEY, order_id INT NOT NULL, FOREIGN KEY (order_id)"
            + " REFERENCES orders (id))",
        "CREATE INDEX item_order ON item (order_id)",
        "INSERT INTO item SELECT id, id FROM orders");
  }

  /** Every second row is due. */
  private static void fill(DatabaseServer server, String schema, String table, int rows)
      throws Exception {
    ShopEngine engine = ShopEngine.on(server);
    engine.untouched(schema);
    engine.execute(
        schema,
        "CREATE TABLE " + table + " (id INT PRIMARY KEY, at DATE NOT NULL)",
        "CREATE INDEX " + table + "_at ON " + table + " (at)",
        "INSERT INTO " + table + " VALUES (0, '2020-01-01')",
        "INSERT INTO " + table + " VALUES (1, '2099-01-01')");
    for (int have = 2; have < rows; have *= 2) {
      engine.execute(
          schema,
          "INSERT INTO "
              + table
              + " SELECT id + "
              + have
              + ", at FROM "
              + table
              + " WHERE id < "
              + (rows - have));
    }
  }

  private static long count(DatabaseServer server, String schema, String from) throws SQLException {
    try (Connection connection = server.connect(schema);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      if (from.equals("quietus.ledger")) {
        return 0; // not there yet
      }
      throw e;
    }
  }
}
