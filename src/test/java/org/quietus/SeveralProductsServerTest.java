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
    other().execute(SHOP, "UPDATE quietus.place SET name = '" + place() + "'");
    CommandRun copy = job.run();
    assertThat(copy.exitCode()).isEqualTo(2);
    assertThat(copy.err()).contains("'shop' is a copy of that of another database");
    other().execute(SHOP, "UPDATE quietus.place SET name = 'another'");
    assertThat(job.run().exitCode()).isZero();
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
