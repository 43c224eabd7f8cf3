package org.quietus.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A base table.
 *
 * @param columns by name, in the table's order
 * @param primaryKey its columns in key order, or those of a unique key without NULL that serves for
 *     one; empty if there is none
 * @param indexes all of them, the primary key included
 * @param foreignKeys those that this table holds
 * @param estimatedRows the database's own estimate
 * @param transactional whether its engine can roll back
 * @param triggers what the database does when a row changes
 * @param uniques every unique index, those over parts and expressions too
 */
public record Table(
    String name,
    Map<String, Column> columns,
    List<String> primaryKey,
    List<Index> indexes,
    List<ForeignKey> foreignKeys,
    List<Check> checks,
    long estimatedRows,
    boolean transactional,
    List<Trigger> triggers,
    List<Unique> uniques) {
  /** What the catalog calls the index of a primary key. */
  public static final String PRIMARY = "PRIMARY";

  /** A table without triggers, none of whose unique indexes is over parts or expressions. */
  public Table(
      String name,
      Map<String, Column> columns,
      List<String> primaryKey,
      List<Index> indexes,
      List<ForeignKey> foreignKeys,
      List<Check> checks,
      long estimatedRows,
      boolean transactional) {
    this(
        name,
        columns,
        primaryKey,
        indexes,
        foreignKeys,
        checks,
        estimatedRows,
        transactional,
        List.of(),
        indexes.stream().filter(Index::unique).map(Unique::of).toList());
  }

  /** The same, as if nothing was known of how many rows it has. */
  Table withoutEstimate() {
    return new Table(
        name,
        columns,
        primaryKey,
        indexes,
        foreignKeys,
        checks,
        0,
        transactional,
        triggers,
        uniques);
  }

  /** The same, as if only what a change of its rows does was known. */
  Table withoutIndexes() {
    return new Table(
        name,
        columns,
        primaryKey,
        List.of(),
        foreignKeys,
        checks,
        0,
        transactional,
        triggers,
        List.of());
  }

  public Optional<Column> column(String column) {
    return Optional.ofNullable(columns.get(column));
  }

  /** The index of the primary key, as the catalog names it. */
  public String keyIndex() {
    return indexes.stream()
        .filter(index -> index.unique() && index.columns().equals(primaryKey))
        .map(Index::name)
        .min(
            Comparator.comparing((String name) -> !name.equals(PRIMARY))
                .thenComparing(name -> name))
        .orElse(PRIMARY);
  }

  /** The column of that name, or else one whose name differs in capitals only. */
  public Optional<Column> columnInAnyCase(String name) {
    return column(name)
        .or(
            () ->
                columns.values().stream()
                    .filter(column -> column.name().equalsIgnoreCase(name))
                    .findFirst());
  }

  /** Some columns and those that the database computes from them. */
  public Set<String> withComputed(Collection<String> some) {
    Set<String> all = new HashSet<>(some);
    columns.values().stream()
        .filter(column -> column.computedFrom().stream().anyMatch(some::contains))
        .map(Column::name)
        .forEach(all::add);
    return all;
  }

  /** An index; {@code columns} in index order. */
  public record Index(String name, List<String> columns, boolean unique) {}

  /** A unique index as it is, also where no search can use it; parts in index order. */
  public record Unique(String name, List<Part> parts) {
    private static Unique of(Index index) {
      return new Unique(
          index.name(), index.columns().stream().map(column -> new Part(column, 0, "")).toList());
    }

    /**
     * What of a row an index compares.
     *
     * @param column empty for an expression that is no column's
     * @param prefix how many characters or bytes of the column; 0 for all of it
     * @param expression what the database computes; empty for a column that it stores
     */
    public record Part(String column, long prefix, String expression) {}
  }

  /**
   * A trigger.
   *
   * @param event what fires it: some of INSERT, UPDATE and DELETE
   */
  public record Trigger(String name, String event) {

    /** Whether that change fires it. */
    public boolean isFiredBy(String change) {
      return event.contains(change);
    }
  }

  /** A CHECK constraint and its SQL condition. */
  public record Check(String name, String condition) {}
}
