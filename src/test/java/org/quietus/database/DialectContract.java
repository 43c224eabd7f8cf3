package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.testing.DatabaseServer;

/** What every dialect promises, whichever product answers. */
abstract class DialectContract {

  Database database;

  abstract DatabaseServer server();

  @BeforeEach
  void open() throws SQLException {
    database = Database.fresh(server(), getClass());
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  @Test
  void quotesWhateverNameThereIs() throws SQLException {
    Dialect dialect = database.dialect();
    for (String name : List.of("order", "two words", "back`quote", "dou\"ble", "Straße表")) {
      String quoted = dialect.quote(name);
      database.execute(
          "CREATE TABLE " + quoted + " (" + quoted + " INT PRIMARY KEY)",
          "INSERT INTO " + quoted + " VALUES (7)");
      String schema = dialect.currentSchema(database.connection());
      assertThat(database.texts("SELECT " + quoted + " FROM " + dialect.qualified(schema, name)))
          .containsExactly("7");
    }
  }

  @Test
  void readsWhatIsCommittedAndNothingElse() throws SQLException {
    assertThat(database.connection().getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
  }

  @Test
  void refusesATextThatIsTooLongInsteadOfCuttingIt() throws SQLException {
    database.execute("CREATE TABLE short (v VARCHAR(3))");
    assertThatThrownBy(() -> database.execute("INSERT INTO short VALUES ('four')"))
        .isInstanceOf(SQLException.class);
    assertThat(database.texts("SELECT v FROM short")).isEmpty();
  }

  @Test
  void tellsTheTime() throws SQLException {
    Instant now = database.dialect().now(database.connection(), Clock.systemUTC());
    assertThat(now).isCloseTo(Clock.systemUTC().instant(), within(1, ChronoUnit.MINUTES));
  }

  @Test
  void tellsTheRowsAfterAKeyAndUpToIt() throws SQLException {
    database.execute(
        "CREATE TABLE t (a INT, b VARCHAR(5), c DATE, n INT, PRIMARY KEY (a, b, c))",
        "INSERT INTO t VALUES (1,'x','2020-01-01',1), (1,'x','2020-01-02',2),"
            + " (1,'y','2019-01-01',3), (2,'','2020-01-01',4), (2,'x','1969-12-31',5),"
            + " (3,'x','2020-01-01',6)");
    List<Column> key = columns("t", "a", "b", "c");
    for (int n = 0; n <= 6; n++) {
      List<Object> at =
          n == 0 ? List.of(0, "", "2000-01-01") : rowKey("SELECT a, b, c FROM t WHERE n = " + n);
      assertThat(count(database.dialect().after(key, at))).as("after %s", at).isEqualTo(6 - n);
      assertThat(count(database.dialect().upto(key, at))).as("up to %s", at).isEqualTo(n);
    }
  }

  @Test
  void tellsTheRowsAfterAKeyOfEnumsAndUpToItAsItSortsThem() throws SQLException {
    database.execute(
        "CREATE TABLE t (a ENUM('z','m','a') NOT NULL, b INT NOT NULL, c ENUM('q','b') NOT NULL,"
            + " PRIMARY KEY (a, b, c))",
        "INSERT INTO t VALUES ('m',1,'b'), ('a',1,'q'), ('z',2,'q'), ('z',2,'b'), ('m',1,'q')");
    List<Column> key = columns("t", "a", "b", "c");
    List<Object> at = rowKey("SELECT a, b, c FROM t ORDER BY a, b, c");
    for (int left = 4; left >= 0; left--) {
      SqlFragment after = database.dialect().after(key, at);
      assertThat(count(after)).as("after %s", at).isEqualTo(left);
      assertThat(count(database.dialect().upto(key, at))).as("up to %s", at).isEqualTo(5 - left);
      at =
          left == 0
              ? at
              : rowKey(
                  new SqlFragment(
                      "SELECT a, b, c FROM t WHERE " + after.sql() + " ORDER BY a, b, c",
                      after.binds()));
    }
  }

  /** Columns as the catalog has them. */
  final List<Column> columns(String table, String... names) throws SQLException {
    Catalog catalog = CatalogReader.read(database.connection(), "crm");
    Table found = catalog.table(table).orElseThrow();
    return Stream.of(names).map(name -> found.column(name).orElseThrow()).toList();
  }

  private List<Object> rowKey(String sql) throws SQLException {
    return rowKey(SqlFragment.of(sql));
  }

  private List<Object> rowKey(SqlFragment sql) throws SQLException {
    try (PreparedStatement statement = database.connection().prepareStatement(sql.sql())) {
      sql.bind(statement, 1);
      try (var row = statement.executeQuery()) {
        row.next();
        return List.of(row.getString(1), row.getString(2), row.getString(3));
      }
    }
  }

  private long count(SqlFragment condition) throws SQLException {
    return Long.parseLong(
        database
            .texts(
                new SqlFragment(
                    "SELECT COUNT(*) FROM t WHERE " + condition.sql(), condition.binds()))
            .get(0));
  }

  @Test
  void countsARowThatAnUpdateFoundAsItShouldBe() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 5)");
    try (Statement statement = database.connection().createStatement()) {
      assertThat(statement.executeUpdate("UPDATE t SET v = 5")).isOne();
    }
  }

  @Test
  void countsEachStatementOfABatchByItself() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20))");
    try (PreparedStatement insert =
        database.connection().prepareStatement("INSERT INTO t VALUES (?, 'as it was; -- ?')")) {
      for (int id = 0; id < 10; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (PreparedStatement update =
        database.connection().prepareStatement("UPDATE t SET v = ? WHERE id BETWEEN ? AND ?")) {
      for (int id = 0; id < 10; id++) {
        update.setString(1, "as it was; -- ?");
        update.setInt(2, id);
        update.setInt(3, id % 3 == 0 ? id - 1 : id + id % 3 - 1);
        update.addBatch();
      }
      assertThat(update.executeBatch()).containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2, 0);
    }
  }

  @Test
  void locksRowsAgainstWriters() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 5)");
    Dialect dialect = database.dialect();
    for (String lock : List.of(dialect.forUpdate(), dialect.forShare())) {
      database.connection().setAutoCommit(false);
      database.texts("SELECT id FROM t" + dialect.forceIndex("PRIMARY") + " WHERE id = 1" + lock);
      try (Connection other = database.another();
          Statement statement = other.createStatement()) {
        statement.execute(shortLockWait());
        assertThatThrownBy(() -> statement.executeUpdate("UPDATE t SET v = v + 1 WHERE id = 1"))
            .as(lock)
            .isInstanceOf(SQLException.class);
        database.connection().commit();
        assertThat(statement.executeUpdate("UPDATE t SET v = v + 1 WHERE id = 1")).isOne();
      }
    }
    database.connection().setAutoCommit(true);
    assertThat(database.texts("SELECT v FROM t")).containsExactly("7");
  }

  abstract String shortLockWait();

  @Test
  void givesANamedLockToOneConnectionOnly() throws SQLException {
    Dialect dialect = database.dialect();
    Connection first = database.another();
    try (Connection second = database.another()) {
      String name = server().product() + " lock's";
      assertThat(dialect.isNamedLockFree(second, name)).isTrue();
      assertThat(dialect.tryNamedLock(first, name, Duration.ZERO)).isTrue();
      assertThat(dialect.isNamedLockFree(second, name)).isFalse();
      assertThat(dialect.tryNamedLock(second, name, Duration.ZERO)).isFalse();
      assertThat(dialect.releaseNamedLock(second, name)).isFalse();
      assertThat(dialect.tryNamedLock(second, name + " too", Duration.ZERO)).isTrue();

      assertThat(dialect.releaseNamedLock(first, name)).isTrue();
      assertThat(dialect.tryNamedLock(second, name, Duration.ZERO)).isTrue();
    }
    first.close();
  }

  @Test
  void freesANamedLockWhenItsConnectionEnds() throws SQLException {
    Dialect dialect = database.dialect();
    Connection owner = database.another();
    assertThat(dialect.tryNamedLock(owner, "q", Duration.ZERO)).isTrue();
    owner.close();
    assertThat(dialect.tryNamedLock(database.connection(), "q", Duration.ofSeconds(10))).isTrue();
  }
}
