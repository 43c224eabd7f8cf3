package org.quietus.database.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.quietus.anonymise.DateUnit;
import org.quietus.catalog.Column;
import org.quietus.database.BinaryLog;
import org.quietus.database.CatalogQueries;
import org.quietus.database.Dialect;
import org.quietus.database.Objection;
import org.quietus.database.ServerVersion;
import org.quietus.database.SqlFragment;
import org.quietus.database.StatementFailure;

/** H2, for the demo and tests: one process per database file. */
public final class H2Dialect implements Dialect {

  private static final int LOCK_TIMEOUT = 50200;
  private static final int NOT_ENOUGH_RIGHTS = 90096;

  private final ServerVersion version;

  public H2Dialect(ServerVersion version) {
    this.version = version;
  }

  @Override
  public String controlFolder() {
    return "h2";
  }

  @Override
  public String product() {
    return "H2 " + version;
  }

  @Override
  public String quote(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }

  @Override
  public List<String> sessionSetup(Connection connection) {
    return List.of(
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "SET TIME ZONE 'UTC'",
        "SET LOCK_TIMEOUT 20000");
  }

  @Override
  public String currentSchema(Connection connection) throws SQLException {
    return connection.getSchema();
  }

  @Override
  public Optional<StatementFailure> failure(SQLException failure) {
    return Optional.ofNullable(
        switch (failure.getErrorCode()) {
          case NOT_ENOUGH_RIGHTS -> StatementFailure.DENIED;
          case LOCK_TIMEOUT -> StatementFailure.LOCKED;
          default -> null;
        });
  }

  /** H2 runs in this process. */
  @Override
  public Instant now(Connection connection, Clock ours) {
    return ours.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** H2 compares each row that it found with the whole list once more. */
  @Override
  public int mostKeys() {
    return 1_000;
  }

  @Override
  public String forShare() {
    return " FOR UPDATE";
  }

  @Override
  public String forceIndex(String index) {
    return "";
  }

  @Override
  public SqlFragment earlier(Column column, Object cutoff) {
    return SqlFragment.of(quote(column.name()) + " < ?", cutoff);
  }

  @Override
  public SqlFragment undated(Column column) {
    return SqlFragment.of(quote(column.name()) + " IS NULL");
  }

  @Override
  public String real(String expression) {
    return "CAST(" + expression + " AS DOUBLE PRECISION)";
  }

  /** H2 spells points, and has no function that takes them apart. */
  @Override
  public String coordinate(String point, char axis) {
    String spelt = text(point);
    return "CAST(REGEXP_SUBSTR(%s, '[-+0-9.E]+(?= |\\))', 1, %d) AS DOUBLE PRECISION)"
        .formatted(spelt, axis == 'X' ? 1 : 2);
  }

  @Override
  public Optional<String> floor(Column column, DateUnit unit) {
    return column.type() == Column.Type.TIMESTAMP
        ? Optional.empty()
        : Optional.of("DATE_TRUNC('" + unit + "', " + quote(column.name()) + ")");
  }

  @Override
  public String parameter(Column column) {
    return column.type() == Column.Type.JSON ? "? FORMAT JSON" : "?";
  }

  @Override
  public String text(String expression) {
    return "CAST(" + expression + " AS VARCHAR)";
  }

  @Override
  public String unpadded(Column column) {
    String quoted = quote(column.name());
    return column.typeName().toLowerCase(Locale.ROOT).startsWith("character(")
        ? "RTRIM(" + quoted + ")"
        : quoted;
  }

  @Override
  public String exactly(String textExpression) {
    return "STRINGTOUTF8(" + text(textExpression) + ")";
  }

  @Override
  public String containsMatch(String textExpression) {
    return "REGEXP_LIKE(" + text(textExpression) + ", ?, 'c')";
  }

  @Override
  public boolean tryNamedLock(Connection connection, String name, Duration timeout)
      throws SQLException {
    return ProcessLocks.tryLock(databasePath(connection), name, connection, timeout);
  }

  @Override
  public boolean releaseNamedLock(Connection connection, String name) throws SQLException {
    return ProcessLocks.release(databasePath(connection), name, connection);
  }

  @Override
  public boolean isNamedLockFree(Connection connection, String name) throws SQLException {
    return ProcessLocks.isFree(databasePath(connection), name);
  }

  private static String databasePath(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT DATABASE_PATH()")) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  @Override
  public List<Objection> serverObjections(Connection connection, Set<String> touchedTables) {
    return List.of();
  }

  @Override
  public Optional<BinaryLog> binaryLog(Connection connection) {
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> binaryLogFiles(Connection connection) {
    return Optional.empty();
  }

  @Override
  public boolean mayBeReferencedFromOutside(Connection connection, String schema)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(H2Catalog.FROM_OUTSIDE)) {
      statement.setString(1, schema);
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  @Override
  public CatalogQueries catalogQueries() {
    return H2Catalog.QUERIES;
  }
}
