package org.quietus.format;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a dump says of tables.
 *
 * @param declarations every CREATE TABLE, without views; a table has several different ones where
 *     dumps were put behind each other
 * @param sources where rows come from
 * @param filtered tables of which it says that it holds chosen rows only, each with the comment
 *     that says which, and may name persons; {@link #LEFT_OUT} if it holds none, although others of
 *     the same dump
 * @param databases those that its comments say it is of, where tables are named without theirs, and
 *     the home database where a table is named as one of it
 * @param positioned whether it says from which position binary logs go on from it
 * @param announced tables of which it says that their rows follow, if they have any
 */
public record DumpSchema(
    Set<DumpTable> declarations,
    Set<RowSource> sources,
    Map<DumpTableName, String> filtered,
    Set<String> databases,
    boolean positioned,
    Set<DumpTableName> announced) {
  /**
   * Stands for the comment of a table that is declared and whose rows the tool was told to omit.
   */
  public static final String LEFT_OUT = "";

  public DumpSchema {
    announced = Set.copyOf(announced);
    databases = Set.copyOf(databases);
    declarations = Collections.unmodifiableSet(new LinkedHashSet<>(declarations));
    filtered = Map.copyOf(filtered);
    sources = Collections.unmodifiableSet(new LinkedHashSet<>(sources));
  }

  /** One that says of no table that it holds chosen rows only. */
  public DumpSchema(Set<DumpTable> declarations, Set<RowSource> sources) {
    this(declarations, sources, Map.of(), Set.of(), false);
  }

  /** One that announces no rows. */
  public DumpSchema(
      Set<DumpTable> declarations,
      Set<RowSource> sources,
      Map<DumpTableName, String> filtered,
      Set<String> databases,
      boolean positioned) {
    this(declarations, sources, filtered, databases, positioned, Set.of());
  }

  /** Whether it has rows of any table, or says that there are none. */
  public boolean hasRows() {
    return !sources.isEmpty() || !announced.isEmpty();
  }

  /** Whether it says of a table that it holds chosen rows only. */
  public boolean isChosen() {
    return filtered.values().stream().anyMatch(comment -> !comment.equals(LEFT_OUT));
  }

  /** Whether it declares a table, and the tool was told to omit its rows. */
  public boolean isLeftOut(DumpTableName name) {
    return LEFT_OUT.equals(filtered.get(name));
  }

  /** The tables by name, each as it was declared last. */
  public SortedMap<DumpTableName, DumpTable> tables() {
    SortedMap<DumpTableName, DumpTable> tables = new TreeMap<>();
    declarations.forEach(table -> tables.put(table.name(), table));
    return tables;
  }

  /** The declaration of a table, empty when the dump has none, as with {@code --no-create-info}. */
  public Optional<DumpTable> table(DumpTableName name) {
    return Optional.ofNullable(tables().get(name));
  }

  @Override
  public String toString() {
    return "DumpSchema[" + declarations.size() + " declarations]";
  }
}
