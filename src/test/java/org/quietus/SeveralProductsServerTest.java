package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

/** Databases of two products, each with a server and a control schema of its own. */
@EnabledIfServer
@Tag("long") // every build tries it on H2, and on two databases of one server
class SeveralProductsServerTest extends SeveralDatabasesContract {
  private static DatabaseServer second;

  @BeforeAll
  static void startSecond() {
    second = Servers.ofAnotherProduct();
  }

  @AfterAll
  static void stopSecond() {
    second.stop();
  }

  @Test
  void aServerWithTheControlSchemaOfAnotherIsToldFromIt() throws Exception {
    assertThat(job.run().exitCode()).isZero();
    home().execute(CRM, "DELETE FROM quietus.known_database"); // as at a first start
    other().execute(SHOP, "UPDATE quietus.place SET name = '" + place() + "'");
    CommandRun copy = job.run();
    assertThat(copy.exitCode()).isEqualTo(2);
    assertThat(copy.err()).contains("'shop' is a copy of that of another database");
    other().execute(SHOP, "UPDATE quietus.place SET name = 'another'");
    assertThat(job.run().exitCode()).isZero();
  }

  @Test
  void eachOfTwoSchemasOfOneServerHasItsQueueWhicheverIsReachedFirst() throws Exception {
    other()
        .execute(
            SHOP,
            "CREATE SCHEMA third",
            "CREATE TABLE third.parcel (id INT PRIMARY KEY, at DATE NOT NULL)",
            "CREATE INDEX parcel_at ON third.parcel (at)",
            "INSERT INTO third.parcel VALUES (1, '2020-05-05'), (2, '2026-02-02')");
    job.with("THIRD_URL", third());
    written(
        JOB.replace(
                "anonymise:\n",
                """
                  third: { url: "${THIRD_URL}", username: "${SHOP_USER}", password: "${SHOP_PASSWORD}", zone: UTC }
                anonymise:
                """)
            + "  parcels: { records: third.parcel, keep: P1Y, from: at, then: delete }\n");
    String id = interrupted();
    // as if the process had died before the other databases knew of the run
    other().execute(SHOP, "DELETE FROM quietus.run_database", "DELETE FROM quietus.work");
    assertThat(down(8).json().get("runId").asString()).isEqualTo(id);
    assertThat(shop("third.parcel")).isEqualTo("2");

    run(0);

    assertThat(shop("orders")).isEqualTo("2");
    assertThat(job.certificatesOf(id).get(0).targets())
        .extracting(target -> target.name() + " " + target.counts().deleted())
        .contains("shop.orders 1", "third.parcel 1");
  }

  @Test
  @EnabledIfServer(
      value = "postgres",
      because =
          "the other server is a MariaDB then, and a PostgreSQL takes none as a standby alone")
  void aDatabaseThatTakesNoChangesIsLeftOutByName() throws Exception {
    readOnly(true);
    try {
      assertThat(run(8).err()).contains("database 'shop' takes no changes", "nothing was touched");
      assertThat(crm("visit")).isEqualTo("1,2,3");
    } finally {
      readOnly(false);
    }
    run(0);
    fillCrm(11);
    fillShop(11);
    readOnly(true);
    try {
      CommandRun partial = run(8);
      assertThat(partial.json().get("messages").toString())
          .contains("nothing was done in database 'shop'", "takes no changes");
      assertThat(only(partial).outcome()).isEqualTo(Outcome.PARTIAL);
      assertThat(crm("visit") + " " + shop("orders")).isEqualTo("2,12 2,11,12");
    } finally {
      readOnly(false);
    }
    String id = interrupted();
    readOnly(true);
    try {
      assertThat(run(8).json().get("messages").toString()).contains("'shop'", id);
    } finally {
      readOnly(false);
    }
    run(0);
    assertThat(shop("orders")).isEqualTo("2,12");
    assertThat(job.certificatesOf(id)).hasSize(1);
  }

  @Test
  @Tag("long") // until nobody waits for the connection any more
  void aDatabaseThatFailsOnceAllIsCertifiedChangesNothingOfHowTheRunEnds() throws Exception {
    shopper();
    RunResult result;
    List<String> notes = new ArrayList<>();
    try (JobSession session = job.session()) {
      result =
          session.run(
              new RunOptions(Set.of(Scope.RETENTION), Optional.empty(), 1),
              new Listening() {
                @Override
                public void certificate(String id, String place) {
                  lockOut();
                }

                @Override
                public void note(String text) {
                  notes.add(text);
                }
              });
    }
    assertThat(result.exitCode()).as(result.messages() + " " + notes).isZero();
    assertThat(notes).anyMatch(note -> note.contains("database 'shop' failed after that"));
    assertThat(job.certificatesOf(result.runId())).hasSize(1);
    fillCrm(11);
    assertThat(run(8).json().get("messages").toString()).contains("database 'shop'");
    other()
        .execute(
            "",
            other().isPostgres()
                ? "ALTER ROLE shopper LOGIN"
                : "ALTER USER shopper ACCOUNT UNLOCK");
    run(0);
  }

  @Test
  void aServerThatHasTooMuchToDoKeepsNoOtherWaiting() throws Exception {
    written(JOB + "limits: { max-running: 4 }\n");
    List<Statement> busy = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      Statement statement = other().connect(SHOP).createStatement();
      busy.add(statement);
      Thread thread = new Thread(() -> sleep(statement));
      threads.add(thread);
      thread.start();
    }
    String[] seen = new String[1];
    try (JobSession session = job.session()) {
      RunResult result =
          session.run(
              new RunOptions(Set.of(Scope.RETENTION), Optional.empty(), 1),
              new Listening() {
                @Override
                public void progress(long changed) {
                  if (seen[0] == null && changed == 3) {
                    seen[0] = seen();
                    busy.forEach(SeveralProductsServerTest::cancel);
                  }
                }
              });
      assertThat(result.exitCode()).as(result.messages().toString()).isZero();
    } finally {
      busy.forEach(SeveralProductsServerTest::cancel);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(seen[0]).isEqualTo("2 1,2");
    assertThat(crm("visit") + " " + shop("orders")).isEqualTo("2 2");
  }

  private String seen() {
    try {
      return crm("visit") + " " + shop("orders");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void sleep(Statement statement) {
    try {
      statement.execute(other().isPostgres() ? "SELECT pg_sleep(300)" : "SELECT SLEEP(300)");
    } catch (SQLException cancelled) {
      // as it should be
    }
  }

  private static void cancel(Statement statement) {
    try {
      statement.cancel();
      statement.getConnection().close();
    } catch (SQLException e) {
      // it has ended
    }
  }

  /** A user of its own for the job. */
  private void shopper() throws Exception {
    if (other().isPostgres()) {
      other()
          .execute(
              "",
              "DROP ROLE IF EXISTS shopper",
              "CREATE ROLE shopper SUPERUSER LOGIN PASSWORD 'pass-2b'");
    } else {
      other()
          .execute(
              "",
              "DROP USER IF EXISTS shopper",
              "CREATE USER shopper IDENTIFIED BY 'pass-2b'",
              "GRANT ALL ON *.* TO shopper");
    }
    job.with("SHOP_USER", "shopper").with("SHOP_PASSWORD", "pass-2b");
  }

  private void lockOut() {
    try {
      if (other().isPostgres()) {
        other()
            .execute(
                "",
                "ALTER ROLE shopper NOLOGIN",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shopper'");
      } else {
        other().execute("", "ALTER USER shopper ACCOUNT LOCK", "KILL USER shopper");
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void readOnly(boolean on) throws Exception {
    other().execute(SHOP, "SET GLOBAL read_only = " + (on ? 1 : 0));
  }

  private static String third() {
    String shop = second.jdbcUrl(SHOP);
    return shop.startsWith("jdbc:postgresql")
        ? shop + (shop.contains("?") ? "&" : "?") + "currentSchema=third"
        : second.jdbcUrl("third");
  }

  private String place() throws Exception {
    try (Connection connection = home().connect(CRM);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT name FROM quietus.place")) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  ShopEngine home() {
    return ShopEngine.shared();
  }

  @Override
  ShopEngine other() {
    return ShopEngine.on(second);
  }
}
