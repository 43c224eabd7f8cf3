package org.quietus.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer
class ServerNormaliserTest extends NormaliserContract {
  private static final String SCHEMA = "server_normaliser_test";

  @BeforeAll
  static void createSchema() throws SQLException {
    Servers.shared().createSchema(SCHEMA);
  }

  @Override
  Connection connect() throws SQLException {
    return Servers.shared().connect(SCHEMA);
  }

  @Override
  String text(String column) {
    return "CAST(" + column + " AS " + (isPostgres() ? "TEXT)" : "CHAR)");
  }

  /** Turkish, because its LOWER makes a dotless i of I. */
  @Override
  String createTable() {
    return isPostgres()
        ? "CREATE TABLE normaliser_contract (n INT, v VARCHAR(200) COLLATE \"tr-x-icu\")"
        : "CREATE TABLE normaliser_contract (n INT, v VARCHAR(200))"
            + " CHARACTER SET utf8mb4 COLLATE utf8mb4_turkish_ci";
  }

  private static boolean isPostgres() {
    return Servers.shared().product().equals("postgres");
  }

  @ParameterizedTest
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "others have one character set")
  @ValueSource(strings = {"latin1", "ascii", "utf8mb3", "binary"})
  void javaAndSqlAgreeInOtherCharacterSets(String characterSet) throws SQLException {
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      sql.execute("DROP TABLE IF EXISTS other");
      sql.execute("CREATE TABLE other (v VARCHAR(50) CHARACTER SET " + characterSet + ")");
      for (String value : new String[] {" IJ@Example.org ", "00 49 (170) 1234567", "plain"}) {
        sql.execute("DELETE FROM other");
        sql.execute("INSERT INTO other VALUES ('" + value + "')");
        for (IdentifierType type : IdentifierType.values()) {
          try (ResultSet row = sql.executeQuery("SELECT " + type.sql(text("v")) + " FROM other")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).as("%s", type).isEqualTo(type.normalise(value));
          }
        }
      }
    }
  }
}
