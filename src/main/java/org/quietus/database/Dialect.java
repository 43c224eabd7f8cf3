package org.quietus.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.anonymise.DateUnit;
import org.quietus.anonymise.Done;
import org.quietus.anonymise.Strategy;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.Condition;
import org.quietus.target.Remnant;

/** Where one product's SQL differs from another's; everything else is common SQL. */
public interface Dialect {

  /** The folder of the control schema's migrations below {@code sql/control}. */
  String controlFolder();

  /** Name and version, e.g. {@code MariaDB 11.4.5}. */
  String product();

  /** The identifier in quotes, whatever characters it holds. */
  String quote(String identifier);

  /** {@code schema.table}, each in quotes. */
  default String qualified(String schema, String table) {
    return quote(schema) + "." + quote(table);
  }

  /** What each new connection executes before its first use, in this order. */
  List<String> sessionSetup(Connection connection) throws SQLException;

  /** What each transaction executes first, so that no constraint waits for its end, if any does. */
  default Optional<String> transactionSetup() {
    return Optional.empty();
  }

  /** The schema that unqualified names mean on this connection. */
  String currentSchema(Connection connection) throws SQLException;

  /** The time by the database's own clock, which {@code ours} is if it runs in this process. */
  Instant now(Connection connection, Clock ours) throws SQLException;

  /** The most keys that one statement should list: beyond it a list costs more than it saves. */
  default int mostKeys() {
    return 5_000;
  }

  /** Ends a select that locks its rows against everybody else. */
  default String forUpdate() {
    return " FOR UPDATE";
  }

  /** The same, but fails with {@link StatementFailure#LOCKED} if others have locked such a row. */
  default String forUpdateAtOnce() {
    return " FOR UPDATE NOWAIT";
  }

  /** Ends a select that locks its rows against writers, or, where there is no such lock, alone. */
  String forShare();

  /**
   * Follows a table's name in a select that has to walk along this index; empty where the product
   * knows no such hint.
   *
   * @param index as the catalog names it, the primary key's {@code PRIMARY}
   */
  String forceIndex(String index);

  /** Begins, up to its condition, a statement that deletes rows and has to walk along an index. */
  default String deleteAlong(String table, String index) {
    return "DELETE FROM " + quote(table);
  }

  /**
   * Follows the name of a table of ours in a select that should walk along an index of ours; empty
   * where the product knows no such hint.
   */
  default String useIndex(String ours) {
    return " USE INDEX (" + ours + ")";
  }

  /** The condition that a row comes after a given one, without NULL, in the order of columns. */
  default SqlFragment after(List<Column> columns, List<?> values) {
    return new KeyOrder(columns, this::quote).after(values);
  }

  /** The condition that a row is a given one or comes before it. */
  default SqlFragment upto(List<Column> columns, List<?> values) {
    return new KeyOrder(columns, this::quote).upto(values);
  }

  /** A column's text without what the database fills it up with to its length. */
  default String unpadded(Column column) {
    return quote(column.name());
  }

  /** The condition that a column's value is anonymised; NULL is. */
  default SqlFragment done(Column column, Done done) {
    return DoneSql.of(this, column, done);
  }

  /**
   * The condition that a date or moment is known and strictly earlier than the given one, which
   * {@link ColumnValues#cutoff} made; what {@link #undated} accepts is never earlier.
   */
  SqlFragment earlier(Column column, Object cutoff);

  /** The condition that a date or moment is not known: NULL or the product's own idea of none. */
  SqlFragment undated(Column column);

  /**
   * What a strategy makes of a column's value, where the database can say it as Java does; the
   * value is not NULL, and not {@link #undated} if it is a date or moment.
   */
  default Optional<SqlFragment> newValue(Column column, Strategy strategy) {
    return NewValueSql.of(this, column, strategy);
  }

  /** The first day of the unit that a date or moment lies in; empty where that cannot be said. */
  default Optional<String> floor(Column column, DateUnit unit) {
    return Optional.empty();
  }

  /** A value for rows whose column is not NULL, and NULL for the others. */
  default String unlessNull(String column, String value) {
    return "CASE WHEN " + quote(column) + " IS NULL THEN NULL ELSE " + value + " END";
  }

  /** An exact number as the floating-point number nearest to it. */
  default String real(String expression) {
    return expression;
  }

  /** A coordinate of a point as a floating-point number; {@code axis} is {@code X} or {@code Y}. */
  default String coordinate(String point, char axis) {
    return "ST_" + axis + "(" + point + ")";
  }

  /** The parameter that a new value of the column is bound to. */
  default String parameter(Column column) {
    return "?";
  }

  /**
   * The rows of a table that meet a condition of the job file.
   *
   * @throws java.util.NoSuchElementException if the table lacks a column of it
   */
  default SqlFragment condition(Table table, Condition condition) {
    return SqlFragment.of(
        condition.render(
            part -> {
              if (part instanceof Condition.ColumnName column) {
                return quote(table.columnInAnyCase(column.name()).orElseThrow().name());
              }
              return part instanceof Condition.FunctionName function
                  ? function(function.written())
                  : part.written();
            }));
  }

  /** How the product calls a function that conditions may use, e.g. {@code IFNULL}. */
  default String function(String name) {
    return name;
  }

  /**
   * The condition that a column holds one of many values, as a statement takes only so many; empty
   * where it takes them all, or they cannot be handed over as one.
   */
  default Optional<SqlFragment> among(String column, List<?> values) {
    return Optional.empty();
  }

  /**
   * An aggregate of whole numbers as one text, in their order and with commas between, empty if
   * there are none; empty where texts may be cut.
   */
  default Optional<String> listed(String numbers) {
    return Optional.empty();
  }

  /** Any value as text, whole, in the database's own spelling. */
  String text(String expression);

  /** The text as bytes, so that a comparison overlooks no case, accent or trailing space. */
  String exactly(String textExpression);

  /** The condition that a text holds a match of the regular expression bound to its parameter. */
  String containsMatch(String textExpression);

  /**
   * Takes the lock of this name, which ends with the connection at the latest; false if somebody
   * else still holds it when the time is over. At most 64 characters.
   */
  boolean tryNamedLock(Connection connection, String name, Duration timeout) throws SQLException;

  /** Gives back a lock that this connection holds; false if it does not hold it. */
  boolean releaseNamedLock(Connection connection, String name) throws SQLException;

  /** Whether nobody holds the lock, that is, whether its last owner is gone. */
  boolean isNamedLockFree(Connection connection, String name) throws SQLException;

  /**
   * The statement that takes a lock of this name until the transaction ends, by many at once or by
   * one alone; empty where the lock of a row serves as well.
   */
  default Optional<String> transactionLock(String name, boolean shared) {
    return Optional.empty();
  }

  /** A statement that would make a table in a schema, or the schema, and fails in any case. */
  default String failingCreation(String schema) {
    return "CREATE TABLE %1$s.probe LIKE %1$s.probed_by_nobody".formatted(schema);
  }

  /** What a statement failed of; empty if it is nothing that anybody asks for. */
  Optional<StatementFailure> failure(SQLException failure);

  /** What speaks against changing anything on this server, or these tables, as they are now. */
  List<Objection> serverObjections(Connection connection, Set<String> touchedTables)
      throws SQLException;

  /** The server's binary log; empty if it keeps none. */
  Optional<BinaryLog> binaryLog(Connection connection) throws SQLException;

  /** The files of the binary log that the server still has; empty if the user may not ask. */
  Optional<List<String>> binaryLogFiles(Connection connection);

  /**
   * A right of a connection's user, or of a role that it may take, by which tables of a schema, or
   * the control schema, can be changed or removed, in words; empty if the server tells of none.
   */
  default Optional<String> rightToChange(Connection connection, String schema) throws SQLException {
    return Optional.empty();
  }

  /** The tables of a schema that have foreign keys which are kept from the connection's user. */
  default List<String> tablesWithHiddenKeys(Connection connection, String schema)
      throws SQLException {
    return List.of();
  }

  /**
   * Tables of any schema, {@code schema.table}, that hold foreign keys into the given one, whether
   * the user may see them or not, and the columns of it that these point at; empty if the user may
   * not ask.
   */
  default Optional<Map<String, Set<String>>> referencingTables(
      Connection connection, String schema, String table) throws SQLException {
    return Optional.of(Map.of());
  }

  /** Whether foreign keys of other schemas can lead into this; asking for them may take long. */
  default boolean mayBeReferencedFromOutside(Connection connection, String schema)
      throws SQLException {
    return true;
  }

  /**
   * What keeps rows of some tables of a schema when these have them no more, such as a view that
   * keeps what it read, be it through other views; one of another schema is written {@code
   * schema.view}.
   */
  default List<Remnant> remnants(Connection connection, String schema, Set<String> tables)
      throws SQLException {
    return List.of();
  }

  /**
   * A change of all rows of a table as a statement that changes none, fires no trigger, and shows
   * whether the change is allowed.
   */
  default String withoutEffect(String change) {
    return change + " WHERE 1=0";
  }

  /** How partitions of tables are told and dropped; empty if the product has none. */
  default Optional<Partitions> partitions() {
    return Optional.empty();
  }

  /** How the server tells what it has to do. */
  default LoadQueries loadQueries() {
    return LoadQueries.NONE;
  }

  /** The queries that tell the catalog. */
  CatalogQueries catalogQueries();
}
