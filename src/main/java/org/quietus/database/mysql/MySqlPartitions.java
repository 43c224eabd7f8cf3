package org.quietus.database.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.Partitions;

/**
 * Partitions of MySQL and MariaDB. To drop one commits by itself, so that tables are locked by
 * their names: the lock outlasts the drop, and the fence's keeps other runs and new holds away.
 */
final class MySqlPartitions implements Partitions {
  private static final String LAST = "it is the last one, which takes in all that comes later";

  /** Whether another one is for all other values, MariaDB does not tell. */
  private static final Optional<String> WITHOUT_PLACE =
      Optional.of("rows with its values that come later may find no place");

  /** Values of a single column, of days or moments, none of them NULL. */
  private static final Pattern DATES = Pattern.compile("'[0-9:. -]+'(?:,'[0-9:. -]+')*");

  private static final Pattern DATE = Pattern.compile("'([^']+)'");

  private final Dialect dialect;

  MySqlPartitions(Dialect dialect) {
    this.dialect = dialect;
  }

  /** A partition as the server describes it. */
  private record Described(String name, String method, String by, String values) {}

  @Override
  public Found of(Connection connection, String schema, Table table, Column from, Object cutoff)
      throws SQLException {
    Optional<String> cluster = cluster(connection);
    if (cluster.isPresent()) {
      return Found.none(cluster.get());
    }
    List<Described> all = described(connection, schema, table.name());
    if (all.isEmpty()) {
      return Found.none("the table has no partitions");
    }
    String method = all.get(0).method();
    boolean range = method.startsWith("RANGE");
    if (!range && !method.startsWith("LIST")) {
      return Found.none("its partitions are made by " + method + ", which knows no time");
    }
    Described highest = all.get(all.size() - 1);
    List<Partition> found = new ArrayList<>();
    for (Described one : all) {
      Optional<String> stays =
          range
              ? Optional.of(LAST).filter(last -> one.equals(highest))
              : isPast(connection, one, from, cutoff) ? Optional.empty() : WITHOUT_PLACE;
      found.add(new Partition(one.name(), dialect.quote(one.name()), stays));
    }
    return new Found(Optional.empty(), found);
  }

  /** Whether all that would have to go there is due, and so does not come any more. */
  private boolean isPast(Connection connection, Described one, Column from, Object cutoff)
      throws SQLException {
    boolean past =
        one.method().equals("LIST COLUMNS")
            && one.by().equalsIgnoreCase(dialect.quote(from.name()))
            && DATES.matcher(one.values()).matches();
    for (Matcher value = DATE.matcher(one.values()); past && value.find(); ) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT CAST(? AS DATETIME(6)) < ? AND CAST(? AS DATETIME(6)) > '0001-01-01'")) {
        statement.setString(1, value.group(1));
        statement.setObject(2, cutoff);
        statement.setString(3, value.group(1));
        try (ResultSet row = statement.executeQuery()) {
          past = row.next() && row.getBoolean(1);
        }
      }
    }
    return past;
  }

  private static List<Described> described(Connection connection, String schema, String table)
      throws SQLException {
    List<Described> found = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT DISTINCT partition_name, partition_method, partition_ordinal_position,"
                + " partition_expression, partition_description"
                + " FROM information_schema.partitions"
                + " WHERE table_schema = ? AND table_name = ? AND partition_name IS NOT NULL"
                + " ORDER BY partition_ordinal_position")) {
      statement.setString(1, schema);
      statement.setString(2, table);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(
              new Described(
                  row.getString(1),
                  row.getString(2).toUpperCase(Locale.ROOT),
                  String.valueOf(row.getString(4)),
                  String.valueOf(row.getString(5))));
        }
      }
    }
    return found;
  }

  /** What servers of a cluster write at the same time heeds no lock of a table. */
  private static Optional<String> cluster(Connection connection) throws SQLException {
    Map<String, String> variables = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SHOW VARIABLES WHERE Variable_name IN"
                    + " ('wsrep_on', 'group_replication_single_primary_mode')")) {
      while (row.next()) {
        variables.put(row.getString(1).toLowerCase(Locale.ROOT), row.getString(2));
      }
    }
    return is(variables.get("wsrep_on"), "ON")
            || is(variables.get("group_replication_single_primary_mode"), "OFF")
        ? Optional.of("other servers of the cluster write to the table as well")
        : Optional.empty();
  }

  private static boolean is(@Nullable String value, String wanted) {
    return wanted.equalsIgnoreCase(value);
  }

  @Override
  public Optional<List<String>> names(Connection connection, String schema, String table)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?")) {
      statement.setString(1, schema);
      statement.setString(2, table);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(described(connection, schema, table).stream().map(Described::name).toList());
  }

  @Override
  public List<String> locking(String schema, String table, Partition partition) {
    return List.of(
        "SET SESSION lock_wait_timeout = 1",
        "LOCK TABLES " + dialect.qualified(schema, table) + " WRITE, quietus.fence READ");
  }

  @Override
  public List<String> locking(String schema, String table) {
    return List.of(
        "SET SESSION lock_wait_timeout = 1",
        "LOCK TABLES " + dialect.qualified(schema, table) + " WRITE");
  }

  @Override
  public String rows(String table, Partition partition) {
    return dialect.quote(table) + " PARTITION (" + partition.sql() + ")";
  }

  @Override
  public String dropping(String table, Partition partition) {
    return "ALTER TABLE " + dialect.quote(table) + " DROP PARTITION " + partition.sql();
  }

  @Override
  public boolean commitsByItself() {
    return true;
  }

  @Override
  public String rights() {
    return "ALTER and DROP on the table, LOCK TABLES on its schema and on quietus";
  }
}
