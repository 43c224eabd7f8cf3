package org.quietus.coverage.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Table;
import org.quietus.database.ColumnValues;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.policy.ColumnName;
import org.quietus.policy.TableName;
import org.quietus.target.ReadCap;

/**
 * Counts rows whose reference leads nowhere: in slices of the primary key, each looked up in an
 * index of what is referenced, up to a limit of orphans and of rows.
 */
public final class OrphanCount {
  private static final int SLICE = 5_000;
  private static final long MOST_ROWS = 200 * SLICE;

  /** Its slice's end is looked for, it is read, and what it refers to. */
  private static final int TIMES_READ = 3;

  private static final long ENOUGH = 1_000;

  /** So few rows are read without an index. */
  private static final long FEW = 10_000;

  private static final Set<Column.Type> WALKED =
      EnumSet.of(
          Column.Type.INTEGER,
          Column.Type.DECIMAL,
          Column.Type.TEXT,
          Column.Type.BINARY,
          Column.Type.UUID,
          Column.Type.DATE,
          Column.Type.DATETIME,
          Column.Type.TIMESTAMP);

  private final Connection connection;
  private final Dialect dialect;
  private final Catalog catalog;
  private final TimeLimit time;
  private final ReadCap cap;
  private final List<Unseen> unread = new ArrayList<>();

  /** Counts over a connection that may only read. */
  public OrphanCount(
      Connection connection, Dialect dialect, Catalog catalog, TimeLimit time, ReadCap cap) {
    this.connection = connection;
    this.dialect = dialect;
    this.catalog = catalog;
    this.time = time;
    this.cap = cap;
  }

  /** The references with orphans among some; those of the catalog and declared ones alike. */
  public List<Orphans> of(List<ForeignKey> references) {
    List<Orphans> found = new ArrayList<>();
    for (ForeignKey reference : references) {
      if (Unseen.unlessOver(time, name(reference), unread)) {
        count(reference).filter(orphans -> orphans.rows() > 0).ifPresent(found::add);
      }
    }
    return found;
  }

  /** The references that could not be looked at, or not over all rows. */
  public List<Unseen> unread() {
    return List.copyOf(unread);
  }

  private Optional<Orphans> count(ForeignKey reference) {
    Optional<Table> child = catalog.table(reference.table());
    Optional<Table> parent = catalog.table(reference.referencedTable());
    if (child.isEmpty() || parent.isEmpty()) {
      return left(reference, "leads out of the schema");
    }
    if (parent.get().estimatedRows() > FEW && !isLed(parent.get(), reference.referencedColumns())) {
      return left(reference, "no index starts with what it refers to");
    }
    try {
      return isWalkable(child.get())
          ? Optional.of(walk(reference, child.get()))
          : atOnce(reference, child.get());
    } catch (SQLException e) {
      unread.add(Unseen.because(name(reference), e, dialect));
      return Optional.empty();
    }
  }

  private Optional<Orphans> left(ForeignKey reference, String why) {
    unread.add(new Unseen(name(reference), why));
    return Optional.empty();
  }

  private static boolean isLed(Table table, List<String> columns) {
    return table.indexes().stream().anyMatch(index -> columns.contains(index.columns().get(0)));
  }

  private static boolean isWalkable(Table table) {
    return !table.primaryKey().isEmpty()
        && table.primaryKey().stream()
            .flatMap(column -> table.column(column).stream())
            .allMatch(column -> WALKED.contains(column.type()));
  }

  private Optional<Orphans> atOnce(ForeignKey reference, Table child) throws SQLException {
    return child.estimatedRows() > FEW
        ? left(reference, "its table has no primary key to walk along")
        : Optional.of(orphans(reference, count(reference, SqlFragment.TRUE), true));
  }

  private Orphans walk(ForeignKey reference, Table child) throws SQLException {
    List<Column> key =
        child.primaryKey().stream().flatMap(column -> child.column(column).stream()).toList();
    SqlFragment beyond = SqlFragment.TRUE;
    long rows = 0;
    long slice = cap.most(SLICE);
    for (long read = 0; read < MOST_ROWS && rows < ENOUGH; read += slice) {
      if (time.isOver()) {
        break;
      }
      cap.await();
      Optional<List<Object>> end = end(child, key, beyond, slice);
      cap.took(slice * TIMES_READ);
      if (end.isEmpty()) {
        return orphans(reference, rows + count(reference, beyond), true);
      }
      rows += count(reference, beyond.and(dialect.upto(key, end.get())));
      beyond = dialect.after(key, end.get());
    }
    if (rows < ENOUGH) {
      unread.add(new Unseen(name(reference), "was looked at in part only"));
    }
    return orphans(reference, rows, false);
  }

  /** The key of the last row of the next slice; empty if fewer rows are left. */
  private Optional<List<Object>> end(Table child, List<Column> key, SqlFragment beyond, long slice)
      throws SQLException {
    String columns =
        key.stream().map(column -> dialect.quote(column.name())).collect(Collectors.joining(", "));
    SqlFragment query =
        new SqlFragment(
            "SELECT %s FROM %s WHERE %s ORDER BY %1$s LIMIT 1 OFFSET %d"
                .formatted(columns, dialect.quote(child.name()), beyond.sql(), slice - 1),
            beyond.binds());
    try (PreparedStatement statement = prepared(query);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      List<Object> values = new ArrayList<>();
      for (int n = 0; n < key.size(); n++) {
        @Nullable Object value = ColumnValues.read(row, n + 1, key.get(n));
        values.add(Objects.requireNonNull(value, "a key has no NULL"));
      }
      return Optional.of(values);
    }
  }

  private long count(ForeignKey reference, SqlFragment rows) throws SQLException {
    String pointed = pairs(reference, (mine, theirs) -> "p." + theirs + " = c." + mine);
    String given = pairs(reference, (mine, theirs) -> "c." + mine + " IS NOT NULL");
    SqlFragment query =
        new SqlFragment(
            "SELECT COUNT(*) FROM %s c WHERE %s AND (%s) AND NOT EXISTS (SELECT 1 FROM %s p WHERE %s)"
                .formatted(
                    dialect.quote(reference.table()),
                    given,
                    rows.sql(),
                    dialect.quote(reference.referencedTable()),
                    pointed),
            rows.binds());
    try (PreparedStatement statement = prepared(query);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private PreparedStatement prepared(SqlFragment query) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(query.sql());
    time.limit(statement);
    query.bind(statement, 1);
    return statement;
  }

  private interface Pair {
    String of(String mine, String theirs);
  }

  private String pairs(ForeignKey reference, Pair pair) {
    return IntStream.range(0, reference.columns().size())
        .mapToObj(
            n ->
                pair.of(
                    dialect.quote(reference.columns().get(n)),
                    dialect.quote(reference.referencedColumns().get(n))))
        .collect(Collectors.joining(" AND "));
  }

  private Orphans orphans(ForeignKey reference, long rows, boolean all) {
    return new Orphans(
        new ColumnName(
            new TableName(catalog.database(), reference.table()), reference.columns().get(0)),
        name(reference),
        reference.onDelete() == ForeignKey.OnDelete.NONE,
        rows,
        all);
  }

  private String name(ForeignKey reference) {
    String prefix = catalog.database() + ".";
    return prefix
        + reference.table()
        + "."
        + String.join("+", reference.columns())
        + " -> "
        + prefix
        + reference.referencedTable()
        + "."
        + String.join("+", reference.referencedColumns());
  }
}
