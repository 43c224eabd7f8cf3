package org.quietus.catalog;

import java.util.List;
import java.util.Set;

/**
 * A foreign key, or a declared edge that stands for one: {@code columns} of {@code table} point at
 * the referenced columns.
 *
 * @param enforced whether the database keeps rows from hanging on none
 * @param spared columns that it leaves as they are when it empties the others
 */
public record ForeignKey(
    String name,
    String table,
    List<String> columns,
    String referencedTable,
    List<String> referencedColumns,
    OnDelete onDelete,
    boolean enforced,
    Set<String> spared) {
  public ForeignKey {
    spared = Set.copyOf(spared);
  }

  /** One that the database looks after, unless it does not know it, and spares no column. */
  public ForeignKey(
      String name,
      String table,
      List<String> columns,
      String referencedTable,
      List<String> referencedColumns,
      OnDelete onDelete) {
    this(
        name,
        table,
        columns,
        referencedTable,
        referencedColumns,
        onDelete,
        onDelete != OnDelete.NONE,
        Set.of());
  }

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
