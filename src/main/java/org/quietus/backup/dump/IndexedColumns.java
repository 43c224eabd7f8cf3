package org.quietus.backup.dump;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Table;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.Filling;
import org.quietus.format.RowSource;

/**
 * Which values of a dump's rows are taken down: all that the search for persons, and the decision
 * on each row, may look at. The dump says to its end which of its tables are meant, so those whose
 * name may mean one are taken.
 */
public final class IndexedColumns {
  static final RowSource NOWHERE =
      new RowSource(new DumpTableName(null, ""), List.of(), Optional.empty());

  private final Catalog catalog;
  private final Predicate<Table> read;
  private final Predicate<Table> whole;
  private final Function<Table, Set<String>> looked;

  private IndexedColumns(
      Catalog catalog,
      Predicate<Table> read,
      Predicate<Table> whole,
      Function<Table, Set<String>> looked) {
    this.catalog = catalog;
    this.read = read;
    this.whole = whole;
    this.looked = looked;
  }

  /** All that is looked at for persons of these graphs. */
  public static IndexedColumns of(Catalog catalog, List<PersonGraph> graphs, FiledTables filed) {
    NeededColumns needed = new NeededColumns(graphs, filed);
    return new IndexedColumns(catalog, needed::isRead, filed::has, needed::looked);
  }

  /** Some columns of one table. */
  public static IndexedColumns of(Catalog catalog, Table one, Collection<String> columns) {
    Set<String> names = Set.copyOf(columns);
    return new IndexedColumns(
        catalog, table -> table.name().equals(one.name()), table -> false, table -> names);
  }

  /** Whether rows of a table are looked at. */
  public boolean isRead(Table table) {
    return read.test(table);
  }

  /** Whether rows of a statement are looked at. */
  public boolean take(RowSource source) {
    return of(source).isPresent();
  }

  /**
   * The positions of those values in rows of a statement, ascending; empty if none is looked at.
   */
  Optional<int[]> of(RowSource source) {
    List<Table> meant =
        catalog.tables().values().stream()
            .filter(table -> table.name().equalsIgnoreCase(source.table().table()))
            .filter(read)
            .toList();
    if (meant.isEmpty()) {
      return Optional.empty();
    }
    int all = source.columns().size();
    if (meant.stream().anyMatch(whole)) {
      return Optional.of(IntStream.range(0, all).toArray());
    }
    Set<String> names = new HashSet<>();
    for (Table table : meant) {
      looked.apply(table).forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }
    source.declared().ifPresent(table -> addComputed(table, names));
    return Optional.of(
        IntStream.range(0, all)
            .filter(n -> names.contains(source.columns().get(n).toLowerCase(Locale.ROOT)))
            .toArray());
  }

  /** What generated columns are computed from, where a row leaves them out. */
  private static void addComputed(DumpTable table, Set<String> names) {
    Set<String> open = new TreeSet<>(names);
    while (!open.isEmpty()) {
      Set<String> next = new TreeSet<>();
      for (String name : open) {
        table
            .column(name)
            .map(column -> column.filling())
            .filter(Filling.Generated.class::isInstance)
            .map(filling -> ((Filling.Generated) Objects.requireNonNull(filling)).names())
            .ifPresent(next::addAll);
      }
      next.removeIf(name -> !names.add(name));
      open = next;
    }
  }
}
