package org.quietus.catalog;

import java.util.List;

/**
 * A foreign key, or a declared edge that stands for one: {@code columns} of {@code table} point at
 * the referenced columns.
 */
public record ForeignKey(
    String name,
    String table,
    List<String> columns,
    String referencedTable,
    List<String> referencedColumns,
    OnDelete onDelete) {

  /**
   * What the database does to the referencing row; {@code NONE} for a declared edge, which it knows
   * nothing of.
   */
  public enum OnDelete {
    RESTRICT,
    CASCADE,
    SET_NULL,
    SET_DEFAULT,
    NONE
  }

  /** By hand, because a record's own is linked when it is first called, for 10 ms of each start. */
  @Override
  public int hashCode() {
    return 31 * table.hashCode() + columns.hashCode();
  }
}
