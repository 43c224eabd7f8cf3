package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer({"mariadb", "mysql"})
class ServerDialectTest extends DialectContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }

  @Override
  String shortLockWait() {
    return "SET innodb_lock_wait_timeout = 1";
  }

  @Test
  void walksTheIndexForACompositeKey() throws SQLException {
    database.execute(
        "CREATE TABLE t (a INT, b INT, v INT, PRIMARY KEY (a, b))",
        "INSERT INTO t WITH RECURSIVE n AS (SELECT 0 i UNION ALL SELECT i + 1 FROM n WHERE i < 999)"
            + " SELECT i DIV 10, i, 0 FROM n",
        "ANALYZE TABLE t");
    SqlFragment after = database.dialect().after(columns("t", "a", "b"), List.of(98, 985));
    String table = "SELECT * FROM t" + database.dialect().forceIndex("PRIMARY") + " WHERE ";
    try (var explain = database.connection().prepareStatement("EXPLAIN " + table + after.sql())) {
      after.bind(explain, 1);
      try (var row = explain.executeQuery()) {
        row.next();
        assertThat(row.getString("type")).isEqualTo("range");
        assertThat(row.getString("key")).isEqualTo("PRIMARY");
        assertThat(row.getLong("rows")).isLessThan(100);
      }
    }
  }

  @Test
  void isStrictWithEnginesThatCannotRollBackToo() throws SQLException {
    database.execute("CREATE TABLE short (v VARCHAR(3)) ENGINE=MyISAM");
    assertThatThrownBy(() -> database.execute("INSERT INTO short VALUES ('one'), ('four')"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void letsSeveralReadersShareALock() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    String select = "SELECT id FROM t WHERE id = 1" + database.dialect().forShare();
    database.connection().setAutoCommit(false);
    database.texts(select);
    try (var other = database.another();
        var statement = other.createStatement()) {
      statement.execute(shortLockWait());
      assertThat(statement.executeQuery(select).next()).isTrue();
    }
    database.connection().rollback();
  }
}
