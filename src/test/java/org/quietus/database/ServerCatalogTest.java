package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.database.engine.Preflight;
import org.quietus.database.engine.Touched;
import org.quietus.database.mysql.MySqlCatalog;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer({"mariadb", "mysql"})
class ServerCatalogTest extends CatalogContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }

  @Override
  String selfFilling() {
    return "id BIGINT AUTO_INCREMENT PRIMARY KEY,"
        + " computed VARCHAR(9) AS (CONCAT(v, 'x')),"
        + " born DATETIME DEFAULT CURRENT_TIMESTAMP,"
        + " touched TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP";
  }

  @Override
  String backslash() {
    return "\\\\";
  }

  @Override
  String otherSchema() throws SQLException {
    server().createSchema("other");
    return "other";
  }

  @Override
  boolean knowsChecks() {
    return isMariaDb();
  }

  private static boolean isMariaDb() {
    return Servers.shared().product().equals("mariadb");
  }

  @Test
  void trustsNoIndexThatOrdersByLessThanWholeColumns() throws SQLException {
    database.execute(
        "CREATE TABLE t (a INT, v VARCHAR(50), w VARCHAR(50), UNIQUE KEY prefix (v(5)),"
            + " UNIQUE KEY mixed (a, v(5)), FULLTEXT KEY words (w), KEY hidden (w) "
            + (isMariaDb() ? "IGNORED)" : "INVISIBLE, KEY computed ((LOWER(w))))"));
    assertThat(table("t").indexes()).containsExactly(new Table.Index("mixed", List.of("a"), false));
  }

  /** The MySQL that can be run here is older than the table that it is for. */
  @Test
  void takesTheEscapesOutOfAConditionThatMySqlPrints() throws SQLException {
    assertThat(
            database.texts(
                SqlFragment.of(
                    "SELECT " + MySqlCatalog.UNESCAPED.formatted("?"),
                    "(`v` <> _utf8mb4\\'bad\\')")))
        .containsExactly("(`v` <> _utf8mb4'bad')");
  }

  @Test
  void knowsTheTypes() throws SQLException {
    database.execute(
        "CREATE TABLE t (i BIGINT UNSIGNED, b BIT(1), bits BIT(3), f FLOAT, c CHAR(3), x"
            + " MEDIUMTEXT, bl BLOB, d DATE, ti TIME, dt DATETIME(6), ts TIMESTAMP(3) NULL, y YEAR,"
            + " s SET('a','b'), g GEOMETRY)");
    assertThat(table("t").columns().values())
        .extracting(Column::type)
        .containsExactly(
            Column.Type.INTEGER,
            Column.Type.BOOLEAN,
            Column.Type.OTHER,
            Column.Type.FLOAT,
            Column.Type.TEXT,
            Column.Type.TEXT,
            Column.Type.BINARY,
            Column.Type.DATE,
            Column.Type.TIME,
            Column.Type.DATETIME,
            Column.Type.TIMESTAMP,
            Column.Type.INTEGER,
            Column.Type.OTHER,
            Column.Type.OTHER);
    assertThat(table("t").columns().get("i").typeName()).contains("unsigned");
  }

  @Test
  void estimatesRowsOfATableFilledJustNow() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY)");
    catalog();
    database.execute(
        "INSERT INTO t WITH RECURSIVE n AS (SELECT 1 i UNION ALL SELECT i + 1 FROM n WHERE i <"
            + " 1000) SELECT i FROM n",
        "ANALYZE TABLE t");
    assertThat(table("t").estimatedRows()).isBetween(500L, 2000L);
  }

  @Test
  void refusesAnEngineThatCannotRollBack() throws SQLException {
    for (String engine : List.of("MyISAM", "MEMORY")) {
      database.execute("CREATE TABLE t (id INT PRIMARY KEY) ENGINE=" + engine);
      assertThat(table("t").transactional()).isFalse();
      assertThat(objections(deleting("t"))).containsExactly("NOT-TRANSACTIONAL");
      assertThat(objections(new Touched("t", false, Set.of()))).isEmpty();
      database.execute("DROP TABLE t");
    }
  }

  @Test
  void refusesTheTriggersOfASchemaChange() throws SQLException {
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY)",
        "CREATE TABLE log (id INT)",
        "CREATE TRIGGER pt_osc_t_del AFTER DELETE ON t FOR EACH ROW INSERT INTO log VALUES"
            + " (OLD.id)");
    assertThat(objections(deleting("t"), deleting("log")))
        .containsExactly("SCHEMA-CHANGE-IN-FLIGHT");
  }

  @Test
  void refusesATableThatKeepsItsHistory() throws SQLException {
    if (isMariaDb()) {
      database.execute("CREATE TABLE t (id INT PRIMARY KEY) WITH SYSTEM VERSIONING");
      assertThat(objections(deleting("t"))).containsExactly("SYSTEM-VERSIONED");
    } else {
      database.execute("CREATE TABLE t (id INT PRIMARY KEY)");
      assertThat(objections(deleting("t"))).isEmpty();
    }
  }

  @Test
  void refusesALogOfStatements() throws SQLException {
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY)", "SET SESSION binlog_format = 'STATEMENT'");
    assertThat(objections(new Touched("t", false, Set.of()))).containsExactly("BINLOG-STATEMENT");
    database.execute("SET SESSION binlog_format = 'MIXED'");
    assertThat(objections(deleting("t"))).isEmpty();
  }

  @Test
  void refusesAReadOnlyServer() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY)", "SET GLOBAL read_only = 1");
    try {
      assertThat(objections(deleting("t"))).containsExactly("READ-ONLY-SERVER");
    } finally {
      database.execute("SET GLOBAL read_only = 0");
    }
  }

  @Test
  void advisesNoGrantToAUserWhoMayDoAllOnAServerThatIsReadOnly() throws SQLException {
    String schema = database.dialect().currentSchema(database.connection());
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, v INT)",
        "DROP USER IF EXISTS limited",
        "CREATE USER limited IDENTIFIED BY 'limited'",
        "GRANT PROCESS ON *.* TO limited",
        "GRANT SELECT, UPDATE, DELETE, TRIGGER ON " + schema + ".t TO limited",
        "SET GLOBAL read_only = 1");
    try (Database limited = Database.reached(server(), schema, "limited", "limited")) {
      assertThat(
              Preflight.check(
                  limited.connection(), catalog(), List.of(new Touched("t", true, Set.of("v")))))
          .extracting(Objection::id)
          .containsExactly("READ-ONLY-SERVER");
    } finally {
      database.execute("SET GLOBAL read_only = 0", "DROP USER limited");
    }
  }

  @Test
  void findsOutWhatTheUserMayNotDo() throws SQLException {
    String schema = database.dialect().currentSchema(database.connection());
    database.execute(
        "CREATE TABLE r (id INT PRIMARY KEY, v INT, w INT)",
        "CREATE TABLE d (id INT PRIMARY KEY, v INT)",
        "DROP USER IF EXISTS limited",
        "CREATE USER limited IDENTIFIED BY 'limited'",
        "GRANT PROCESS ON *.* TO limited",
        "GRANT SELECT, UPDATE (v), TRIGGER ON " + schema + ".r TO limited",
        "GRANT SELECT, DELETE, TRIGGER ON " + schema + ".d TO limited");
    try (Database limited = Database.reached(server(), schema, "limited", "limited")) {
      Connection connection = limited.connection();
      var catalog = catalog();
      assertThat(
              Preflight.check(
                  connection,
                  catalog,
                  List.of(new Touched("r", false, Set.of("v")), deleting("d"))))
          .isEmpty();
      assertThat(
              Preflight.check(
                  connection,
                  catalog,
                  List.of(
                      new Touched("r", true, Set.of("v", "w")),
                      new Touched("d", true, Set.of("v")))))
          .extracting(Objection::what)
          .satisfiesExactly(
              what -> assertThat(what).startsWith("DELETE is refused on table 'r' (error 1142"),
              what -> assertThat(what).startsWith("UPDATE is refused on table 'r' (error 1143"),
              what -> assertThat(what).startsWith("UPDATE is refused on table 'd' (error 1142"));
      BinaryLog log = limited.dialect().binaryLog(connection).orElseThrow();
      assertThat(log.currentFile()).isEmpty();
      assertThat(limited.dialect().binaryLogFiles(connection)).isEmpty();
    }
    database.execute("GRANT REPLICATION CLIENT ON *.* TO limited");
    try (Database limited = Database.reached(server(), schema, "limited", "limited")) {
      Connection connection = limited.connection();
      String file =
          limited.dialect().binaryLog(connection).flatMap(BinaryLog::currentFile).orElseThrow();
      assertThat(limited.dialect().binaryLogFiles(connection).orElseThrow()).contains(file);
    }
    database.execute("DROP USER limited");
  }

  @Test
  void refusesToChangeWhatATableThatTheUserCannotSeeGoesWith() throws SQLException {
    String schema = database.dialect().currentSchema(database.connection());
    String hidden = schema + "_hidden";
    database.execute(
        "CREATE TABLE `pä 1` (id INT PRIMARY KEY, note INT)",
        "DROP SCHEMA IF EXISTS " + hidden,
        "CREATE SCHEMA " + hidden,
        "CREATE TABLE "
            + hidden
            + ".c (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES "
            + schema
            + ".`pä 1` (id) ON DELETE CASCADE ON UPDATE CASCADE)",
        "DROP USER IF EXISTS limited",
        "CREATE USER limited IDENTIFIED BY 'limited'",
        "GRANT SELECT, UPDATE, DELETE, REFERENCES, TRIGGER ON " + schema + ".* TO limited");
    try {
      try (Database limited = Database.reached(server(), schema, "limited", "limited")) {
        boolean tells = server().product().equals("mysql");
        assertThat(seenBy(limited)).containsExactly(tells ? "UNSEEN-CHILD" : "KEYS-UNSEEN");
      }
      database.execute("GRANT PROCESS ON *.* TO limited");
      try (Database limited = Database.reached(server(), schema, "limited", "limited")) {
        assertThat(seenBy(limited)).containsExactly("UNSEEN-CHILD");
        assertThat(seenBy(limited, new Touched("pä 1", false, Set.of("id"))))
            .containsExactly("UNSEEN-CHILD");
        assertThat(seenBy(limited, new Touched("pä 1", false, Set.of("note")))).isEmpty();
        database.execute("DROP SCHEMA " + hidden);
        assertThat(seenBy(limited)).isEmpty();
      }
    } finally {
      database.execute("DROP SCHEMA IF EXISTS " + hidden, "DROP USER limited");
    }
  }

  private static List<String> seenBy(Database limited) throws SQLException {
    return seenBy(limited, deleting("pä 1"));
  }

  private static List<String> seenBy(Database limited, Touched touched) throws SQLException {
    Connection connection = limited.connection();
    return Preflight.check(connection, CatalogReader.read(connection, "crm"), List.of(touched))
        .stream()
        .map(Objection::id)
        .toList();
  }

  @Test
  void tellsWhatTheBinaryLogKeeps() throws SQLException {
    BinaryLog log = database.dialect().binaryLog(database.connection()).orElseThrow();
    assertThat(log.currentFile())
        .hasValueSatisfying(file -> assertThat(file).startsWith("binlog.0"));
    assertThat(log.server()).isNotBlank().doesNotContain("null");
    assertThat(database.dialect().binaryLogFiles(database.connection()).orElseThrow())
        .contains(log.currentFile().orElseThrow());
    String before = global("binlog_expire_logs_seconds");
    try {
      neededReplicas(0);
      database.execute("SET GLOBAL binlog_expire_logs_seconds = 86400");
      assertThat(expiry()).contains(Duration.ofDays(1));
      database.execute("SET GLOBAL binlog_expire_logs_seconds = 0");
      assertThat(expiry()).isEmpty();
    } finally {
      neededReplicas(1);
      database.execute("SET GLOBAL binlog_expire_logs_seconds = " + before);
    }
  }

  /** From MariaDB 11.4 on, and the default. */
  @Test
  void knowsNoExpiryOfABinaryLogThatWaitsForReplicas() throws Exception {
    assumeTrue(waitsForReplicas(), "the server never waits for replicas");
    String before = global("binlog_expire_logs_seconds");
    try {
      neededReplicas(1);
      database.execute("SET GLOBAL binlog_expire_logs_seconds = 1", "FLUSH BINARY LOGS");
      String old = database.dialect().binaryLogFiles(database.connection()).orElseThrow().get(0);
      Thread.sleep(2100);
      database.execute("FLUSH BINARY LOGS");
      assertThat(expiry()).isEmpty();
      assertThat(database.dialect().binaryLogFiles(database.connection()).orElseThrow())
          .contains(old);
      neededReplicas(0);
      database.execute("FLUSH BINARY LOGS");
      assertThat(expiry()).contains(Duration.ofSeconds(1));
      assertThat(database.dialect().binaryLogFiles(database.connection()).orElseThrow())
          .doesNotContain(old);
    } finally {
      neededReplicas(1);
      database.execute("SET GLOBAL binlog_expire_logs_seconds = " + before);
    }
  }

  private Optional<Duration> expiry() throws SQLException {
    return database.dialect().binaryLog(database.connection()).orElseThrow().expiry();
  }

  private String global(String variable) throws SQLException {
    return String.valueOf(database.texts("SELECT @@GLOBAL." + variable).get(0));
  }

  private boolean waitsForReplicas() throws SQLException {
    return !database
        .texts("SHOW GLOBAL VARIABLES LIKE 'slave_connections_needed_for_purge'")
        .isEmpty();
  }

  private void neededReplicas(int number) throws SQLException {
    if (waitsForReplicas()) {
      database.execute("SET GLOBAL slave_connections_needed_for_purge = " + number);
    }
  }

  private List<String> objections(Touched... touched) throws SQLException {
    return Preflight.check(database.connection(), catalog(), List.of(touched)).stream()
        .map(Objection::id)
        .toList();
  }
}
