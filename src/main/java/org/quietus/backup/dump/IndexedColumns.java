package org.quietus.backup.dump;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
  private final NeededColumns needed;
  private final FiledTables filed;

  public IndexedColumns(Catalog catalog, List<PersonGraph> graphs, FiledTables filed) {
    this.catalog = catalog;
    this.filed = filed;
    this.needed = new NeededColumns(graphs, filed);
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
            .filter(needed::isRead)
            .toList();
    if (meant.isEmpty()) {
      return Optional.empty();
    }
    int all = source.columns().size();
    if (meant.stream().anyMatch(filed::has)) {
      return Optional.of(IntStream.range(0, all).toArray());
    }
    Set<String> names = new HashSet<>();
    for (Table table : meant) {
      needed.looked(table).forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
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
