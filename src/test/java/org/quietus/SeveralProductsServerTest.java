package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

/** Databases of two products, each with a server and a control schema of its own. */
@EnabledIfServer
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
