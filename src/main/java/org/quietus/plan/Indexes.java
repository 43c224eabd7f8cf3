package org.quietus.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.Table;

/** Finds the indexes that a plan needs, and refuses to read large tables without them. */
final class Indexes {
  /** Above this many rows, by the database's own estimate, a table is not read as a whole. */
  static final long LARGE = 100_000;

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

  /** Refuses a large table without an index led by the columns. */
  void require(Table table, List<String> columns, String pointer, String otherwise) {
    if (table.estimatedRows() > LARGE) {
      requireAtAnySize(table, columns, pointer, otherwise);
    }
  }

  /** Refuses a table without an index led by the columns: a locking read would lock all of it. */
  void requireAtAnySize(Table table, List<String> columns, String pointer, String otherwise) {
    if (ledBy(table, columns).isEmpty()) {
      findings.refuse(
          "NO-INDEX",
          pointer,
          "table '"
              + table.name()
              + "' of about "
              + table.estimatedRows()
              + " rows has no index that begins with "
              + String.join(", ", columns),
          "CREATE INDEX idx_"
              + table.name()
              + "_"
              + String.join("_", columns)
              + " ON "
              + table.name()
              + " ("
              + String.join(", ", columns)
              + ");"
              + otherwise);
    }
  }
}
