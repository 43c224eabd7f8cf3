package org.quietus.catalog;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A foreign key, or a declared edge that stands for one: {@code columns} of {@code table} point at
 * the referenced columns.
 *
 * @param enforced whether the database keeps rows from hanging on none, and has seen that none does
 * @param spared columns that it leaves as they are when it empties the others
 * @param full whether its columns are empty together or not at all: SQL's MATCH FULL
 */
public record ForeignKey(
    String name,
    String table,
    List<String> columns,
    String referencedTable,
    List<String> referencedColumns,
    OnDelete onDelete,
    boolean enforced,
    Set<String> spared,
    boolean full) {
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
        Set.of(),
        false);
  }

  /** The same with the columns of a further part of it behind its own. */
  public ForeignKey and(ForeignKey nextPart) {
    return new ForeignKey(
        name,
        table,
        joined(columns, nextPart.columns),
        referencedTable,
        joined(referencedColumns, nextPart.referencedColumns),
        onDelete,
        enforced,
        Stream.concat(spared.stream(), nextPart.spared.stream()).collect(Collectors.toSet()),
        full);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
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
