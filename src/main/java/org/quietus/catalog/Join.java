package org.quietus.catalog;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table belong to those rows of another whose {@code toColumns} equal their {@code
 * fromColumns}, in that order.
 */
public record Join(
    String fromTable, List<String> fromColumns, String toTable, List<String> toColumns) {

  /** From the referencing table to the referenced one. */
  public static Join up(ForeignKey key) {
    return new Join(key.table(), key.columns(), key.referencedTable(), key.referencedColumns());
  }

  /** From the referenced table to the one that references it. */
  public static Join down(ForeignKey key) {
    return new Join(key.referencedTable(), key.referencedColumns(), key.table(), key.columns());
  }

  /** From each row of a table to itself. */
  public static Join itself(Table table) {
    return new Join(table.name(), table.primaryKey(), table.name(), table.primaryKey());
  }

  /** The same between rows whose further columns agree as well. */
  public Join where(String from, String to) {
    return new Join(fromTable, with(fromColumns, from), toTable, with(toColumns, to));
  }

  private static List<String> with(List<String> columns, String further) {
    return Stream.concat(columns.stream(), Stream.of(further)).toList();
  }

  /** Whether it is a reference, perhaps within a tenant. */
  public boolean follows(Join reference) {
    return fromTable.equals(reference.fromTable)
        && toTable.equals(reference.toTable)
        && Collections.indexOfSubList(fromColumns, reference.fromColumns) == 0
        && Collections.indexOfSubList(toColumns, reference.toColumns) == 0;
  }

  /** Whether a pair of columns agrees already. */
  public boolean joins(String from, String to) {
    return IntStream.range(0, fromColumns.size())
        .anyMatch(n -> fromColumns.get(n).equals(from) && toColumns.get(n).equals(to));
  }

  // By hand, because a record's own are linked when they are first called: for 10 ms of each start.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Join join
        && fromTable.equals(join.fromTable)
        && toTable.equals(join.toTable)
        && fromColumns.equals(join.fromColumns)
        && toColumns.equals(join.toColumns);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * fromTable.hashCode() + fromColumns.hashCode()) + toTable.hashCode();
  }

  @Override
  public String toString() {
    return fromTable
        + "."
        + String.join("+", fromColumns)
        + " -> "
        + toTable
        + "."
        + String.join("+", toColumns);
  }
}
