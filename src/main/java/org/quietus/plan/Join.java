package org.quietus.plan;

import java.util.List;

/**
 * Rows of one table belong to those rows of another whose {@code toColumns} equal their {@code
 * fromColumns}, in that order.
 */
public record Join(
    String fromTable, List<String> fromColumns, String toTable, List<String> toColumns) {

  /** From the referencing table to the referenced one. */
  static Join up(ForeignKey key) {
    return new Join(key.table(), key.columns(), key.referencedTable(), key.referencedColumns());
  }

  /** From the referenced table to the one that references it. */
  static Join down(ForeignKey key) {
    return new Join(key.referencedTable(), key.referencedColumns(), key.table(), key.columns());
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
