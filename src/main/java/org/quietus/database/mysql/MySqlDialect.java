package org.quietus.database.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.DateUnit;
import org.quietus.catalog.Column;
import org.quietus.database.BinaryLog;
import org.quietus.database.CatalogQueries;
import org.quietus.database.Dialect;
import org.quietus.database.KeyOrder;
import org.quietus.database.LoadQueries;
import org.quietus.database.Objection;
import org.quietus.database.Partitions;
import org.quietus.database.ServerVersion;
import org.quietus.database.SqlFragment;
import org.quietus.database.StatementFailure;
import org.quietus.target.Remnant;

/** MySQL from 8.0.13 on, and what MariaDB shares with it. */
public class MySqlDialect implements Dialect {

  private final ServerVersion version;

  public MySqlDialect(ServerVersion version) {
    this.version = version;
  }

  @Override
  public String controlFolder() {
    return "mysql";
  }

  @Override
  public String product() {
    return "MySQL " + version;
  }

  @Override
  public String quote(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }

  @Override
  public Optional<StatementFailure> failure(SQLException failure) {
    return MySqlErrors.failure(failure);
  }

  /** An enum holds an empty text where what was written was none of its values. */
  @Override
  public SqlFragment upto(List<Column> columns, List<?> values) {
    return new KeyOrder(columns, this::quote, List.of("")).upto(values);
  }

  @Override
  public List<String> sessionSetup(Connection connection) {
    List<String> setup = new ArrayList<>();
    setup.add("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
    setup.add(
        "SET SESSION time_zone = '+00:00', sql_mode = '"
            + MySqlUrl.SQL_MODE
            + "', foreign_key_checks = 1, unique_checks = 1, sql_safe_updates = 0,"
            + " sql_auto_is_null = 0, sql_select_limit = 18446744073709551615,"
            + " sql_big_selects = 1,"
            + " innodb_lock_wait_timeout = 20, lock_wait_timeout = 60, wait_timeout = 28800");
    setup.add(noTimeLimit());
    return List.copyOf(setup);
  }

  @Override
  public Optional<Map<String, Set<String>>> referencingTables(
      Connection connection, String schema, String table) throws SQLException {
    return engineKeys().into(connection, schema, table);
  }

  @Override
  public boolean mayBeReferencedFromOutside(Connection connection, String schema)
      throws SQLException {
    return engineKeys().fromOutside(connection, schema).orElse(true);
  }

  /** Where InnoDB tells of every foreign key. */
  EngineKeys engineKeys() {
    return new EngineKeys("information_schema.innodb_foreign", false);
  }

  /**
   * A statement that ran out of time would end a run, not a statement; statistics as they are now.
   */
  String noTimeLimit() {
    return "SET SESSION max_execution_time = 0, information_schema_stats_expiry = 0";
  }

  @Override
  public String currentSchema(Connection connection) throws SQLException {
    // as the server writes it, since with lower_case_table_names a URL may spell it otherwise
    try (PreparedStatement statement = connection.prepareStatement("SELECT DATABASE()");
        ResultSet row = statement.executeQuery()) {
      String schema = row.next() ? row.getString(1) : null;
      if (schema == null) {
        throw new SQLException("the URL names no schema; add it after the last '/'");
      }
      return schema;
    }
  }

  @Override
  public Instant now(Connection connection, Clock ours) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT UTC_TIMESTAMP(6)");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
  }

  @Override
  public String forShare() {
    return " LOCK IN SHARE MODE";
  }

  @Override
  public String forceIndex(String index) {
    return " FORCE INDEX (" + quote(index) + ")";
  }

  /** The plain form takes no hint. */
  @Override
  public String deleteAlong(String table, String index) {
    return "DELETE " + quote(table) + " FROM " + quote(table) + forceIndex(index);
  }

  /** {@code 0000-00-00} lies before every cutoff, and 2020-00-15 before some, but tell no date. */
  @Override
  public SqlFragment earlier(Column column, Object cutoff) {
    String name = quote(column.name());
    String dated =
        column.type() == Column.Type.TIMESTAMP
            ? ""
            : " AND MONTH(" + name + ") > 0 AND DAYOFMONTH(" + name + ") > 0";
    return SqlFragment.of(
        name + " < ? AND " + name + " >= '" + firstDate(column) + "'" + dated, cutoff);
  }

  @Override
  public SqlFragment undated(Column column) {
    String name = quote(column.name());
    String partial =
        column.type() == Column.Type.TIMESTAMP
            ? ""
            : " OR MONTH(" + name + ") = 0 OR DAYOFMONTH(" + name + ") = 0";
    return SqlFragment.of(
        name + " IS NULL OR " + name + " < '" + firstDate(column) + "'" + partial);
  }

  private static String firstDate(Column column) {
    return column.type() == Column.Type.TIMESTAMP ? "1970-01-01 00:00:01" : "1000-01-01";
  }

  @Override
  public Optional<String> floor(Column column, DateUnit unit) {
    String name = quote(column.name());
    String year = "MAKEDATE(YEAR(" + name + "), 1)";
    return Optional.of(
        switch (unit) {
          case DAY -> "CAST(" + name + " AS DATE)";
          case MONTH -> "(" + year + " + INTERVAL MONTH(" + name + ") - 1 MONTH)";
          case YEAR -> year;
          case DECADE -> "MAKEDATE(YEAR(" + name + ") - MOD(YEAR(" + name + "), 10), 1)";
        });
  }

  @Override
  public String parameter(Column column) {
    return column.type() == Column.Type.JSON ? "CAST(? AS JSON)" : "?";
  }

  @Override
  public String text(String expression) {
    return "CAST(" + expression + " AS CHAR)";
  }

  @Override
  public String exactly(String textExpression) {
    return "CAST(CONVERT(" + textExpression + " USING utf8mb4) AS BINARY)";
  }

  @Override
  public String containsMatch(String textExpression) {
    return "CONVERT(" + textExpression + " USING utf8mb4) COLLATE utf8mb4_bin REGEXP ?";
  }

  @Override
  public boolean tryNamedLock(Connection connection, String name, Duration timeout)
      throws SQLException {
    return isOne(connection, "SELECT GET_LOCK(?, " + timeout.toSeconds() + ")", name);
  }

  @Override
  public boolean releaseNamedLock(Connection connection, String name) throws SQLException {
    return isOne(connection, "SELECT RELEASE_LOCK(?)", name);
  }

  @Override
  public boolean isNamedLockFree(Connection connection, String name) throws SQLException {
    return isOne(connection, "SELECT IS_FREE_LOCK(?)", name);
  }

  private static boolean isOne(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        @Nullable Object answer = row.next() ? row.getObject(1) : null;
        if (answer == null) {
          throw new SQLException("the server could not say whether lock " + name + " is held");
        }
        return ((Number) answer).intValue() == 1;
      }
    }
  }

  @Override
  public Optional<Partitions> partitions() {
    return Optional.of(new MySqlPartitions(this));
  }

  @Override
  public List<Objection> serverObjections(Connection connection, Set<String> touchedTables)
      throws SQLException {
    return new MySqlServerState(connection).objections(touchedTables);
  }

  @Override
  public Optional<BinaryLog> binaryLog(Connection connection) throws SQLException {
    return new MySqlServerState(connection).binaryLog();
  }

  @Override
  public LoadQueries loadQueries() {
    return MySqlLoad.mysql(version);
  }

  @Override
  public Optional<List<String>> binaryLogFiles(Connection connection) {
    return MySqlBinaryLog.files(connection);
  }

  @Override
  public List<Remnant> remnants(Connection connection, String schema, Set<String> tables)
      throws SQLException {
    return FullTextIndexes.on(connection, schema, tables);
  }

  @Override
  public Optional<String> rightToChange(Connection connection, String schema) throws SQLException {
    return GrantedRights.toChange(connection, schema);
  }

  @Override
  public List<String> tablesWithHiddenKeys(Connection connection, String schema)
      throws SQLException {
    return HiddenKeys.in(connection, schema, this);
  }

  @Override
  public CatalogQueries catalogQueries() {
    return MySqlCatalog.queries(
        "s.expression IS NULL AND s.is_visible = 'YES'",
        MySqlCatalog.UNESCAPED.formatted("s.expression"),
        version.atLeast(8, 0, 16) ? MySqlCatalog.CHECKS : MySqlCatalog.NO_CHECKS);
  }
}
