package org.quietus.database.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.catalog.Table;
import org.quietus.database.CatalogReader;
import org.quietus.database.DatabaseConnections;
import org.quietus.database.Dialect;
import org.quietus.database.Dialects;
import org.quietus.database.MeteredReads;
import org.quietus.database.SqlFragment;
import org.quietus.policy.DatabaseSettings.Credential;
import org.quietus.policy.Secret;
import org.quietus.target.ReadCap;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.PostgresDdl;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** What is read is counted as the server counts it, and paid for where nothing is locked. */
abstract class ReadCapContract {
  private static final int ROWS = 3_000;
  private static final int A_SECOND = 700;
  private static final SqlFragment NONE_SUCH = SqlFragment.of("note = ?", "nobody");

  private final ReadCap cap = new ReadCap();
  private DatabaseConnections connections;
  private Connection connection;
  private Dialect dialect;
  private MeteredReads jdbc;

  abstract DatabaseServer server();

  private boolean isH2() {
    return server().product().equals("h2");
  }

  @BeforeEach
  void open() throws SQLException {
    connections =
        new DatabaseConnections(
            server().jdbcUrl(server().freshSchema(getClass())),
            new Credential(server().username(), new Secret(server().password())));
    connection = connections.getConnection();
    dialect = Dialects.of(connection);
    jdbc = new MeteredReads(new SingleConnectionDataSource(connection, true), dialect, cap);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void aStatementThatFindsNothingIsPaidForByWhatItLookedAt() throws SQLException {
    assumeFalse(isH2(), "an H2 does not tell");
    RowReader reader = new RowReader(jdbc, dialect);
    Table table = filled("a BIGINT");
    cap.limit(1_000);

    assertThat(reader.count(table, NONE_SUCH)).isZero();
    assertThat(cap.owed()).isBetween(Duration.ofMillis(2_500), Duration.ofMillis(3_500));

    cap.limit(0);
    cap.limit(1_000);
    assertThat(reader.rows(table, List.of("a"), "", SqlFragment.TRUE, " ORDER BY a LIMIT 5"))
        .hasSize(5);
    assertThat(cap.owed()).isLessThan(Duration.ofMillis(300));
  }

  @Test
  void aChangeIsPaidForByWhatItLookedAt() throws SQLException {
    assumeFalse(isH2(), "an H2 does not tell");
    filled("a BIGINT");
    cap.limit(1_000);
    assertThat(jdbc.update("DELETE FROM t WHERE note = 'nobody'", statement -> {})).isZero();
    assertThat(cap.owed()).isBetween(Duration.ofMillis(2_500), Duration.ofMillis(3_500));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a BIGINT",
        "a VARCHAR(9)",
        "a INT, b VARCHAR(9)",
        "c ENUM('z','a'), b VARCHAR(9)"
      })
  void aTableIsReadInRangesOfNoMoreRowsThanASecondMay(String key) throws SQLException {
    assumeFalse(isH2() && key.startsWith("c"), "an H2 does not always keep the order of an enum");
    Table table = filled(key);
    List<Long> counts = new ArrayList<>();
    cap.limit(A_SECOND);
    inTransaction(
        () -> {
          RowReader reader = new RowReader(jdbc, dialect);
          Sweep sweep = new Sweep(reader, dialect);
          sweep.over(table, range -> counts.add(reader.count(table, range)));
          assertThat(sweep.count(table, SqlFragment.of("n > ?", 100))).isEqualTo(ROWS - 100);
          assertThat(
                  sweep.rows(
                      table,
                      table.primaryKey(),
                      SqlFragment.TRUE,
                      List.of(SqlFragment.of("n > ?", 10))))
              .hasSize(ROWS - 10)
              .doesNotHaveDuplicates();
        });
    assertThat(counts).hasSize(5).allMatch(rows -> rows <= A_SECOND);
    assertThat(counts.stream().mapToLong(rows -> rows).sum()).isEqualTo(ROWS);
    assertThat(cap.owed()).as("paid for later").isGreaterThan(Duration.ofSeconds(10));
  }

  @Test
  void withoutACapATableIsReadAtOnce() throws SQLException {
    Table table = filled("a BIGINT");
    List<SqlFragment> ranges = new ArrayList<>();
    new Sweep(new RowReader(jdbc, dialect), dialect).over(table, ranges::add);
    assertThat(ranges).containsExactly(SqlFragment.TRUE);
    assertThat(cap.owed()).isZero();
  }

  @Test
  void whoReadsOutsideATransactionWaitsUntilItIsPaidOrTheCapIsChanged() throws Exception {
    Table table = filled("a BIGINT");
    RowReader reader = new RowReader(jdbc, dialect);
    cap.limit(1);
    assertThat(reader.count(table, SqlFragment.TRUE)).isEqualTo(ROWS);
    assertThat(cap.isFelt()).isFalse();
    Thread second = new Thread(() -> reader.count(table, SqlFragment.TRUE));
    second.start();
    second.join(500);
    assertThat(second.isAlive()).isTrue();
    assertThat(cap.isFelt()).isTrue();
    cap.limit(0);
    second.join(10_000);
    assertThat(second.isAlive()).isFalse();
  }

  @Test
  void aStatementThatFailsLeavesTheConnectionAsItWas() throws SQLException {
    filled("a BIGINT");
    cap.limit(1_000_000);
    assertThatThrownBy(() -> jdbc.query("SELECT nothing FROM t", statement -> {}, row -> 1))
        .isInstanceOf(DataAccessException.class);
    assertThat(connection.getAutoCommit()).isTrue();
    jdbc.update("UPDATE t SET note = 'x'", statement -> {});
    try (Connection other = connections.getConnection();
        Statement statement = other.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM t WHERE note = 'x'")) {
      row.next();
      assertThat(row.getLong(1)).as("committed").isEqualTo(ROWS);
    }
  }

  /** One part of a run asks for each of its persons, and ends hours later. */
  @Test
  void aLongPartOfARunKeepsNothingOfItsStatements() throws SQLException {
    Table table = filled("a BIGINT");
    RowReader reader = new RowReader(jdbc, dialect);
    cap.limit(100_000_000);
    TransactionSynchronizationManager.initSynchronization();
    try {
      for (int n = 0; n < 20; n++) {
        assertThat(reader.count(table, SqlFragment.TRUE)).isEqualTo(ROWS);
        jdbc.update("UPDATE t SET note = 'x' WHERE n = 0", statement -> {});
      }
      assertThat(TransactionSynchronizationManager.getResourceMap()).hasSizeLessThan(3);
      assertThat(TransactionSynchronizationManager.getSynchronizations()).hasSizeLessThan(3);
    } finally {
      TransactionSynchronizationUtils.triggerBeforeCompletion();
      TransactionSynchronizationManager.clearSynchronization();
    }
    assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
    assertThat(connection.getAutoCommit()).isTrue();
  }

  private void inTransaction(Runnable work) {
    new TransactionTemplate(new DataSourceTransactionManager(jdbc.getDataSource()))
        .executeWithoutResult(status -> work.run());
  }

  private Table filled(String key) throws SQLException {
    List<String> names =
        List.of(key.split(", ")).stream().map(column -> column.substring(0, 1)).toList();
    try (Statement statement = connection.createStatement()) {
      String create =
          "CREATE TABLE t (%s, n INT NOT NULL, note VARCHAR(9), PRIMARY KEY (%s))"
              .formatted(key.replace(", ", " NOT NULL, ") + " NOT NULL", String.join(", ", names));
      statement.execute(
          server().product().equals("postgres") ? PostgresDdl.spelled(create) : create);
      statement.execute(
          IntStream.rangeClosed(1, ROWS)
              .mapToObj(
                  n ->
                      names.size() == 2
                          ? "(%s, 'k%d', %d, 'somebody')"
                              .formatted(
                                  key.startsWith("c") ? n % 3 == 0 ? "'a'" : "'z'" : n / 50, n, n)
                          : "('%d', %d, 'somebody')".formatted(n, n))
              .collect(Collectors.joining(", ", "INSERT INTO t VALUES ", "")));
    }
    return CatalogReader.read(connection, "crm").table("t").orElseThrow();
  }
}
