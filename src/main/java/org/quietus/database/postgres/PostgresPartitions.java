package org.quietus.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.Partitions;

/**
 * Partitions of PostgreSQL, each a table of its own. To drop one is part of a transaction; the
 * table is locked before its partition, as everybody else does, so that nobody waits for each
 * other.
 */
final class PostgresPartitions implements Partitions {
  /** The end of one that is by range of a single column; of a moment its spelling. */
  private static final Pattern END = Pattern.compile(" TO \\('([^']*)'\\)$");

  /** One that is for values of a single column alone, none of them NULL. */
  private static final Pattern VALUES =
      Pattern.compile("FOR VALUES IN \\('[^']*'(?:, '[^']*')*\\)");

  private static final Pattern VALUE = Pattern.compile("'([^']*)'");

  private static final String TABLE =
      """
      SELECT c.oid, p.partstrat, p.partdefid <> 0, p.partnatts = 1 AND a.attname = ?,
        format_type(a.atttypid, a.atttypmod),
        EXISTS (SELECT FROM pg_publication WHERE puballtables)
          OR EXISTS (SELECT FROM pg_publication_namespace WHERE pnnspid = c.relnamespace)
          OR EXISTS (SELECT FROM pg_publication_rel
            WHERE prrelid IN (SELECT relid FROM pg_partition_tree(c.oid)))
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_partitioned_table p ON p.partrelid = c.oid
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0]
      WHERE n.nspname = ? AND c.relname = ?\
      """;

  private static final String PARTITIONS =
      """
      SELECT n.nspname, c.relname, c.relkind = 'r',
        pg_get_expr(c.relpartbound, c.oid), pg_has_role(c.relowner, 'USAGE'),
        EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.conparentid = 0
          AND (k.contype = 'f' OR k.contype = 'c' AND k.coninhcount = 0)),
        i.inhdetachpending
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE i.inhparent = ? ORDER BY pg_get_expr(c.relpartbound, c.oid), c.relname\
      """;

  private final Dialect dialect;

  PostgresPartitions(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * What is partitioned, and how.
   *
   * @param takesIn whether one of them is for all other values
   * @param byMoment whether it is by the moment that a period starts at, and nothing else
   * @param type that of the column
   */
  private record Divided(
      long oid,
      String strategy,
      boolean takesIn,
      boolean byMoment,
      String type,
      boolean published) {}

  @Override
  public Found of(Connection connection, String schema, Table table, Column from, Object cutoff)
      throws SQLException {
    Optional<Divided> divided = divided(connection, schema, table.name(), from.name());
    if (divided.isEmpty()) {
      return Found.none("the table has no partitions");
    }
    Divided how = divided.get();
    if (how.published()) {
      return Found.none("the table is in a publication, whose subscribers would keep the rows");
    }
    if (how.strategy().equals("h")) {
      return Found.none("its partitions are made by hash, which knows no time");
    }
    List<Partition> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(PARTITIONS)) {
      statement.setLong(1, how.oid());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Optional<String> stays = stays(row);
          String bound = row.getString(4);
          if (stays.isEmpty() && !how.takesIn()) {
            stays = withoutPlace(connection, how, bound, cutoff);
          }
          found.add(
              new Partition(
                  row.getString(2), dialect.qualified(row.getString(1), row.getString(2)), stays));
        }
      }
    }
    return new Found(Optional.empty(), found);
  }

  private static Optional<Divided> divided(
      Connection connection, String schema, String table, String from) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
      statement.setString(1, from);
      statement.setString(2, schema);
      statement.setString(3, table);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Divided(
                    row.getLong(1),
                    row.getString(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    String.valueOf(row.getString(5)),
                    row.getBoolean(6)))
            : Optional.empty();
      }
    }
  }

  private static Optional<String> stays(ResultSet row) throws SQLException {
    if ("DEFAULT".equals(row.getString(4))) {
      return Optional.of("it is the one for all other values");
    }
    if (!row.getBoolean(3)) {
      return Optional.of("it is divided itself, or lies on another server");
    }
    if (row.getBoolean(7)) {
      return Optional.of("somebody is detaching it");
    }
    if (row.getBoolean(6)) {
      return Optional.of("it has a check or foreign key of its own");
    }
    return row.getBoolean(5) ? Optional.empty() : Optional.of("the user does not own it");
  }

  /** Unless all that would have to go there is due, and so does not come any more. */
  private static Optional<String> withoutPlace(
      Connection connection, Divided how, String bound, Object cutoff) throws SQLException {
    boolean past = how.byMoment() && isPast(connection, how, bound, cutoff);
    return past
        ? Optional.empty()
        : Optional.of("rows that come later and belong there would find no place");
  }

  private static boolean isPast(Connection connection, Divided how, String bound, Object cutoff)
      throws SQLException {
    Matcher end = END.matcher(bound);
    if (how.strategy().equals("r")) {
      return end.find() && holds(connection, "CAST(? AS %s) <= ?", how, end.group(1), cutoff);
    }
    boolean past = how.strategy().equals("l") && VALUES.matcher(bound).matches();
    for (Matcher value = VALUE.matcher(bound); past && value.find(); ) {
      past =
          holds(connection, "CAST(? AS %s) < ?", how, value.group(1), cutoff)
              && !value.group(1).endsWith("infinity");
    }
    return past;
  }

  private static boolean holds(
      Connection connection, String comparison, Divided how, String value, Object cutoff)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT " + comparison.formatted(how.type()))) {
      statement.setString(1, value);
      statement.setObject(2, cutoff);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  @Override
  public Optional<List<String>> names(Connection connection, String schema, String table)
      throws SQLException {
    Optional<Divided> divided = divided(connection, schema, table, "");
    if (divided.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(PARTITIONS)) {
      statement.setLong(1, divided.get().oid());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(2));
        }
      }
    }
    return Optional.of(names);
  }

  /** The wait ends before the server would look for a deadlock. */
  @Override
  public List<String> locking(String schema, String table, Partition partition) {
    return List.of(
        "SET LOCAL lock_timeout = '900ms'",
        "LOCK TABLE ONLY "
            + dialect.qualified(schema, table)
            + ", ONLY "
            + partition.sql()
            + " IN ACCESS EXCLUSIVE MODE");
  }

  @Override
  public List<String> locking(String schema, String table) {
    return List.of();
  }

  @Override
  public String rows(String table, Partition partition) {
    return "ONLY " + partition.sql();
  }

  @Override
  public String dropping(String table, Partition partition) {
    return "DROP TABLE " + partition.sql();
  }

  @Override
  public boolean commitsByItself() {
    return false;
  }

  @Override
  public String rights() {
    return "the ownership of the partition";
  }
}
