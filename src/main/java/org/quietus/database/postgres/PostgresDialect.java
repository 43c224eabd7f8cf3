package org.quietus.database.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.quietus.anonymise.Done;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.database.BinaryLog;
import org.quietus.database.CatalogQueries;
import org.quietus.database.Dialect;
import org.quietus.database.LoadQueries;
import org.quietus.database.Objection;
import org.quietus.database.Partitions;
import org.quietus.database.ServerVersion;
import org.quietus.database.SqlFragment;
import org.quietus.database.StatementFailure;
import org.quietus.policy.Condition;
import org.quietus.target.Remnant;

/** PostgreSQL from 15 on. */
public final class PostgresDialect implements Dialect {
  private static final Set<Column.Type> DATES =
      EnumSet.of(Column.Type.DATE, Column.Type.DATETIME, Column.Type.TIMESTAMP);

  private final ServerVersion version;

  public PostgresDialect(ServerVersion version) {
    this.version = version;
  }

  /**
   * A trigger for each statement is fired by a change of no rows, too. With a condition that no row
   * meets, the server would not look at partitions.
   */
  @Override
  public String withoutEffect(String change) {
    return "EXPLAIN " + change;
  }

  @Override
  public String controlFolder() {
    return "postgres";
  }

  @Override
  public String product() {
    return "PostgreSQL " + version.major() + "." + version.minor();
  }

  @Override
  public String quote(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }

  @Override
  public List<String> sessionSetup(Connection connection) throws SQLException {
    return PostgresSession.setup(version, ForeignTypes.areUnseen(connection));
  }

  @Override
  public Optional<String> transactionSetup() {
    return Optional.of("SET CONSTRAINTS ALL IMMEDIATE");
  }

  @Override
  public String currentSchema(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_schema()")) {
      String schema = row.next() ? row.getString(1) : null;
      if (schema == null) {
        throw new SQLException(
            "the schema of the URL does not exist; set currentSchema in it", "3F000");
      }
      return schema;
    }
  }

  /** The column itself rather than NULL, which would make a parameter beside it a text. */
  @Override
  public String unlessNull(String column, String value) {
    String name = quote(column);
    return "CASE WHEN " + name + " IS NULL THEN " + name + " ELSE " + value + " END";
  }

  @Override
  public Optional<StatementFailure> failure(SQLException failure) {
    return PostgresErrors.failure(failure);
  }

  @Override
  public Instant now(Connection connection, Clock ours) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  @Override
  public String forShare() {
    return " FOR SHARE";
  }

  @Override
  public String forceIndex(String index) {
    return "";
  }

  @Override
  public String useIndex(String ours) {
    return "";
  }

  /** {@code -infinity} lies before every cutoff, but tells no date. */
  @Override
  public SqlFragment earlier(Column column, Object cutoff) {
    String name = quote(column.name());
    return SqlFragment.of(name + " < ? AND isfinite(" + name + ")", cutoff);
  }

  @Override
  public SqlFragment undated(Column column) {
    return SqlFragment.of("%1$s IS NULL OR NOT isfinite(%1$s)".formatted(quote(column.name())));
  }

  @Override
  public String real(String expression) {
    return "CAST(" + expression + " AS DOUBLE PRECISION)";
  }

  @Override
  public String coordinate(String point, char axis) {
    return "(" + point + ")[" + (axis == 'X' ? 0 : 1) + "]";
  }

  /** A point is bound as the bytes of its spelling. */
  @Override
  public String parameter(Column column) {
    return column.type() == Column.Type.POINT ? "CAST(convert_from(?, 'UTF8') AS POINT)" : "?";
  }

  /** Letter for letter: where a collation takes letters for the same, REPLACE would do so too. */
  @Override
  public String text(String expression) {
    return "CAST(" + expression + " AS TEXT) COLLATE \"C\"";
  }

  /** As a text, a CHAR is without its spaces, and an enum or a citext is compared as one. */
  @Override
  public String unpadded(Column column) {
    String quoted = quote(column.name());
    String type = column.typeName().toLowerCase(Locale.ROOT);
    boolean plain =
        (type.startsWith("character varying") || type.equals("text"))
            && column.collation().isEmpty();
    return switch (column.type()) {
      case ENUM -> text(quoted);
      case TEXT -> plain ? quoted : text(quoted);
      default -> quoted;
    };
  }

  /** A date without an end tells nothing; of those before Christ the server knows the decade. */
  @Override
  public SqlFragment done(Column column, Done done) {
    if (!(done instanceof Done.TruncatedTo truncated) || !DATES.contains(column.type())) {
      return Dialect.super.done(column, done);
    }
    String name = quote(column.name());
    String unit = truncated.unit().name().toLowerCase(Locale.ROOT);
    SqlFragment floored =
        SqlFragment.of(
            "%1$s IS NULL OR NOT isfinite(%1$s) OR %1$s = date_trunc('%2$s', %1$s)"
                .formatted(name, unit));
    return truncated
        .first()
        .map(first -> SqlFragment.any(List.of(floored, SqlFragment.of(name + " = ?", first))))
        .orElse(floored);
  }

  @Override
  public String exactly(String textExpression) {
    return "convert_to(" + text(textExpression) + ", 'UTF8')";
  }

  /** Here the end of a text is written with a capital letter. */
  @Override
  public String containsMatch(String textExpression) {
    return text(textExpression) + " ~ REPLACE(CAST(? AS TEXT), '\\z', '\\Z') COLLATE \"C\"";
  }

  @Override
  public Optional<SqlFragment> among(String column, List<?> values) {
    return OneArray.among(quote(column), values);
  }

  @Override
  public Optional<String> listed(String ids) {
    return Optional.of("COALESCE(string_agg(%1$s::TEXT, ',' ORDER BY %1$s), '')".formatted(ids));
  }

  @Override
  public SqlFragment condition(Table table, Condition condition) {
    return SqlFragment.of(new PostgresCondition(this, table).sql(condition));
  }

  @Override
  public boolean tryNamedLock(Connection connection, String name, Duration timeout)
      throws SQLException {
    return AdvisoryLock.tryTake(connection, name, timeout);
  }

  @Override
  public boolean releaseNamedLock(Connection connection, String name) throws SQLException {
    return AdvisoryLock.release(connection, name);
  }

  @Override
  public boolean isNamedLockFree(Connection connection, String name) throws SQLException {
    return AdvisoryLock.isFree(connection, name);
  }

  /** A row's lock that many have at once would be written down anew for each of them. */
  @Override
  public Optional<String> transactionLock(String name, boolean shared) {
    return Optional.of(AdvisoryLock.ofTransaction(name, shared));
  }

  @Override
  public String failingCreation(String schema) {
    return PostgresServerState.failingCreation(schema);
  }

  @Override
  public Optional<Partitions> partitions() {
    return Optional.of(new PostgresPartitions(this));
  }

  @Override
  public List<Objection> serverObjections(Connection connection, Set<String> touchedTables)
      throws SQLException {
    return new PostgresServerState(connection, currentSchema(connection)).objections(touchedTables);
  }

  @Override
  public Optional<BinaryLog> binaryLog(Connection connection) throws SQLException {
    return WriteAheadLog.of(connection);
  }

  /**
   * Not told: that the file of a deletion is gone proves nothing, because an image of the row's
   * page in a later one has the row too, as long as no VACUUM took it out.
   */
  @Override
  public Optional<List<String>> binaryLogFiles(Connection connection) {
    return Optional.empty();
  }

  @Override
  public Optional<String> rightToChange(Connection connection, String schema) throws SQLException {
    return RoleRights.toChange(connection, schema);
  }

  @Override
  public boolean mayBeReferencedFromOutside(Connection connection, String schema)
      throws SQLException {
    return PostgresCatalog.hasKeysBetweenSchemas(connection);
  }

  @Override
  public LoadQueries loadQueries() {
    return PostgresServerState.LOAD;
  }

  @Override
  public List<Remnant> remnants(Connection connection, String schema, Set<String> tables)
      throws SQLException {
    return PostgresRemnants.of(connection, schema, tables);
  }

  @Override
  public CatalogQueries catalogQueries() {
    return PostgresCatalog.QUERIES;
  }
}
