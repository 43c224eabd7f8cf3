package org.quietus.format.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Beside;
import org.quietus.format.Decision;
import org.quietus.format.Drifted;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;

/**
 * Shows rows, of which only the columns that are looked at are decoded, and takes the decisions.
 */
final class GroupDecider {
  private final RowSource source;
  private final GroupReader reader;
  private final RowDecider decider;
  private final List<Leaf> leaves;
  private final List<LeafValues> values = new ArrayList<>();
  private final List<ColumnDescriptor> columns;
  private long before;
  private @Nullable RowDigests digests;

  GroupDecider(RowSource source, GroupReader reader, RowDecider decider) throws IOException {
    this.source = source;
    this.reader = reader;
    this.decider = decider;
    this.leaves = Leaf.of(reader.schema(), source.columns());
    this.columns = leaves.stream().map(Leaf::column).distinct().toList();
    for (Leaf leaf : leaves) {
      values.add(new LeafValues(leaf));
    }
  }

  /** Decides on the rows of the next row group. */
  GroupFate of(int group, int rows) throws IOException {
    GroupFate fate = new GroupFate(rows);
    if (rows == 0 || !decider.mayConcern(new GroupValues(reader, group, leaves, values))) {
      before += rows;
      return fate;
    }
    List<ColumnReader> opened = reader.columns(group, columns);
    Map<ColumnDescriptor, LeafReader> readers = new HashMap<>();
    List<LeafReader> places = new ArrayList<>();
    for (int n = 0; n < leaves.size(); n++) {
      Leaf leaf = leaves.get(n);
      if (!readers.containsKey(leaf.column())) {
        ColumnReader column = opened.get(columns.indexOf(leaf.column()));
        UnusedEntries entries = reader.entries(leaf.column());
        readers.put(leaf.column(), new LeafReader(leaf, values.get(n), column, entries));
      }
      places.add(Objects.requireNonNull(readers.get(leaf.column())));
    }
    digests = null;
    for (int n = 0; n < rows; n++) {
      int row = n;
      for (LeafReader each : readers.values()) {
        each.next();
      }
      Decision decision =
          decider.decide(
              new ParquetRow(source, places, before + row, () -> digests(group, rows).of(row)));
      if (decision instanceof Decision.Drop) {
        fate.drop(row);
      } else if (decision instanceof Decision.Change change) {
        change(fate, row, change.values(), places);
      }
    }
    before += rows;
    for (LeafReader each : readers.values()) {
      for (Object entry : each.unused()) {
        decider.beside(Beside.DICTIONARY, entry.toString());
      }
    }
    return fate;
  }

  /** All columns are decoded for the few groups in which somebody has to look at a row. */
  private RowDigests digests(int group, int rows) throws IOException {
    RowDigests known = digests;
    if (known == null) {
      known = RowDigests.of(reader, group, rows);
      digests = known;
    }
    return known;
  }

  private void change(
      GroupFate fate, int row, Map<String, @Nullable Object> change, List<LeafReader> places)
      throws Drifted {
    for (Map.Entry<String, @Nullable Object> each : change.entrySet()) {
      int place = source.columns().indexOf(each.getKey());
      if (place < 0) {
        throw new IllegalArgumentException("no path '" + each.getKey() + "' is looked for");
      }
      int size = places.get(place).size();
      @Nullable Object value = each.getValue();
      List<?> given = value instanceof List<?> all ? all : Collections.nCopies(size, value);
      List<@Nullable Object> physical = new ArrayList<>();
      for (@Nullable Object one : given) {
        physical.add(physical(leaves.get(place), values.get(place), one));
      }
      if (physical.size() != size) {
        throw new IllegalArgumentException("another number of values than there are");
      }
      fate.change(row, leaves.get(place).column(), physical);
    }
  }

  private static @Nullable Object physical(Leaf leaf, LeafValues values, @Nullable Object value)
      throws Drifted {
    if (value != null) {
      return values.physical(value);
    }
    if (!leaf.isOptional()) {
      throw new Drifted(
          "column '%s' cannot be empty (it is %s), and its strategy empties it; name another strategy for it"
              .formatted(leaf.path(), leaf.type().getRepetition().name().toLowerCase(Locale.ROOT)),
          0);
    }
    return null;
  }
}
