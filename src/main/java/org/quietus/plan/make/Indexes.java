package org.quietus.plan.make;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.catalog.Table.Unique.Part;

/** Finds the indexes that a plan needs, and refuses to read large tables without them. */
final class Indexes {
  /** Above this many rows, by the database's own estimate, a table is not read as a whole. */
  static final long LARGE = 100_000;

  /** Below this many rows, a table can be locked as a whole. */
  private static final long SMALL = 1_000;

  private static final Set<Column.Type> DATES =
      EnumSet.of(Column.Type.DATE, Column.Type.DATETIME, Column.Type.TIMESTAMP);
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Findings findings;

  Indexes(Findings findings) {
    this.findings = findings;
  }

  /** An index whose first columns are the given ones, in any order. */
  static Optional<Table.Index> ledBy(Table table, List<String> columns) {
    return table.indexes().stream()
        .filter(index -> index.columns().size() >= columns.size())
        .filter(
            index ->
                Set.copyOf(index.columns().subList(0, columns.size())).equals(Set.copyOf(columns)))
        .findFirst();
  }

  /** Whether exactly these columns are unique. */
  static boolean unique(Table table, List<String> columns) {
    return table.indexes().stream()
        .anyMatch(
            index -> index.unique() && Set.copyOf(index.columns()).equals(Set.copyOf(columns)));
  }

  /** Whether no two rows have the same values in all of these columns. */
  static boolean tellApart(Table table, List<String> columns) {
    return table.uniques().stream()
        .anyMatch(unique -> unique.parts().stream().map(Part::column).allMatch(columns::contains));
  }

  /** Refuses a large table without an index led by the columns. */
  void require(Table table, List<String> columns, String pointer, String otherwise) {
    if (table.estimatedRows() > LARGE) {
      requireAtAnySize(table, columns, pointer, otherwise);
    }
  }

  /**
   * Refuses a table without an index led by the columns: a locking read would lock all of it. Of a
   * small one it only warns.
   */
  void requireAtAnySize(Table table, List<String> columns, String pointer, String otherwise) {
    if (ledBy(table, columns).isPresent()) {
      return;
    }
    String what =
        "table '"
            + table.name()
            + "' of about "
            + table.estimatedRows()
            + " rows has no index that begins with "
            + String.join(", ", columns);
    String mend = create(table, columns) + otherwise + hint(table);
    if (table.estimatedRows() < SMALL) {
      findings.warn("NO-INDEX", pointer, what, mend);
    } else {
      findings.refuse("NO-INDEX", pointer, what, mend);
    }
  }

  private static String create(Table table, List<String> columns) {
    return "CREATE INDEX "
        + quoted("idx_" + table.name() + "_" + String.join("_", columns))
        + " ON "
        + quoted(table.name())
        + " ("
        + columns.stream().map(Indexes::quoted).collect(Collectors.joining(", "))
        + ");";
  }

  /** Servers that forbid zero dates build no index beside a column that has one by default. */
  private static String hint(Table table) {
    return table.columns().values().stream().anyMatch(column -> DATES.contains(column.type()))
        ? " (if that fails with 'Invalid default value', first SET sql_mode = '')"
        : "";
  }

  private static String quoted(String name) {
    return PLAIN.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
  }
}
