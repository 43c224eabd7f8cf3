package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.condition.Conditions;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer("postgres")
class PostgresDialectTest extends DialectContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }

  @Override
  String shortLockWait() {
    return "SET lock_timeout = '1s'";
  }

  @Test
  void knowsTheFunctionsOfConditions() throws Exception {
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, n INT, v VARCHAR(9), d DATE, m TIMESTAMP(6))",
        "INSERT INTO t VALUES (1, NULL, ' x', '2024-02-29', '2024-02-29 23:59:59'),"
            + " (2, 7, 'yy', '2023-01-01', '2023-01-01 00:00:00')");
    Map<String, String> conditions =
        Map.of(
            "IFNULL(n, 0) = 0", "1",
            "YEAR(d) = 2024 AND MONTH(m) = 2 AND DAY(d) = 29 AND DAYOFMONTH(m) = 29", "1",
            "MOD(id, 2) = 0 AND n % 4 = 3 AND ABS(n) = 7 AND FLOOR(n / 2) = 3", "2",
            "CHAR_LENGTH(TRIM(v)) = 1 AND UPPER(v) = ' X' AND LENGTH(v) = 2", "1",
            "DATE(m) = DATE '2023-01-01' AND GREATEST(n, 3) = 7 AND LEAST(n, 3) = 3", "2",
            "COALESCE(n, 1) = 1 AND NULLIF(id, 2) = 1 AND ROUND(id) = 1 AND CEIL(id) = 1", "1");
    Table table = CatalogReader.read(database.connection(), "crm").table("t").orElseThrow();
    for (Map.Entry<String, String> each : conditions.entrySet()) {
      SqlFragment condition = database.dialect().condition(table, Conditions.parse(each.getKey()));
      assertThat(database.texts("SELECT id FROM t WHERE " + condition.sql()))
          .as(each.getKey())
          .containsExactly(each.getValue());
    }
  }

  @Test
  void letsManyHaveALockUntilTheirTransactionsEndOrOneAlone() throws SQLException {
    String shared = database.dialect().transactionLock("fence", true).orElseThrow();
    String alone = database.dialect().transactionLock("fence", false).orElseThrow();
    database.connection().setAutoCommit(false);
    database.texts(shared);
    try (Connection other = database.another();
        Statement statement = other.createStatement()) {
      statement.execute(shortLockWait());
      statement.execute(shared);
      assertThatThrownBy(() -> statement.execute(alone)).isInstanceOf(SQLException.class);
      database.connection().commit();
      statement.execute(alone);
    }
    database.connection().setAutoCommit(true);
  }

  @Test
  void neverWaitsWithAConstraintForTheEnd() throws SQLException {
    database.execute(
        "CREATE TABLE p (id INT PRIMARY KEY)",
        "CREATE TABLE c (p INT REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
        "INSERT INTO p VALUES (1)",
        "INSERT INTO c VALUES (1)");
    database.connection().setAutoCommit(false);
    database.execute(database.dialect().transactionSetup().orElseThrow());
    assertThatThrownBy(() -> database.execute("DELETE FROM p")).isInstanceOf(SQLException.class);
    database.connection().rollback();
    database.connection().setAutoCommit(true);
  }

  @Test
  void takesInfinityForNoDate() throws SQLException {
    for (String type : List.of("DATE", "TIMESTAMP", "TIMESTAMPTZ")) {
      database.execute(
          "CREATE TABLE t (id INT PRIMARY KEY, v " + type + ")",
          "INSERT INTO t VALUES (1, '-infinity'), (2, '2020-01-01'), (3, 'infinity'), (4, NULL)");
      Column column = columns("t", "v").get(0);
      Object cutoff =
          ColumnValues.cutoff(column, Instant.parse("2024-01-01T00:00:00Z"), ZoneOffset.UTC);
      SqlFragment earlier = database.dialect().earlier(column, cutoff);
      assertThat(
              database.texts(
                  new SqlFragment("SELECT id FROM t WHERE " + earlier.sql(), earlier.binds())))
          .containsExactly("2");
      assertThat(
              database.texts(
                  "SELECT id FROM t WHERE "
                      + database.dialect().undated(column).sql()
                      + " ORDER BY id"))
          .containsExactly("1", "3", "4");
      database.execute("DROP TABLE t");
    }
  }

  @Test
  void rendersACommitThatLastsAndSeesEveryRow() throws SQLException {
    assertThat(database.texts("SELECT current_setting('synchronous_commit')"))
        .containsExactly("on");
    assertThat(database.texts("SELECT current_setting('row_security')")).containsExactly("off");
    assertThat(database.texts("SELECT current_setting('TimeZone')")).containsExactly("UTC");
  }

  @Test
  void heedsForeignKeysAndFindsEveryRowWhateverIsSetForItsUser() throws SQLException {
    String schema = database.dialect().currentSchema(database.connection());
    database.execute(
        "DROP ROLE IF EXISTS careless",
        "CREATE ROLE careless LOGIN SUPERUSER PASSWORD 'careless'",
        "ALTER ROLE careless SET session_replication_role = replica",
        "ALTER ROLE careless SET gin_fuzzy_search_limit = 1",
        "CREATE TABLE p (id INT PRIMARY KEY)",
        "CREATE TABLE c (p INT REFERENCES p)",
        "INSERT INTO p VALUES (1)",
        "INSERT INTO c VALUES (1)");
    try (Database careless = Database.reached(server(), schema, "careless", "careless")) {
      assertThat(careless.texts("SELECT current_setting('gin_fuzzy_search_limit')"))
          .containsExactly("0");
      assertThatThrownBy(() -> careless.execute("DELETE FROM p"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("foreign key");
    } finally {
      database.execute("DROP ROLE careless");
    }
  }
}
