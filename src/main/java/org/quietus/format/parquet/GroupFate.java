package org.quietus.format.parquet;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.jspecify.annotations.Nullable;

/** What becomes of the rows of a row group. */
final class GroupFate {
  private final BitSet gone = new BitSet();
  private final BitSet changed = new BitSet();
  private final Map<ColumnDescriptor, Map<Integer, List<@Nullable Object>>> values =
      new HashMap<>();
  private final int rows;

  /** {@code rows} of them stay so far. */
  GroupFate(int rows) {
    this.rows = rows;
  }

  void drop(int row) {
    gone.set(row);
  }

  /** The column holds these values in that row from now on, one for each that is there. */
  void change(int row, ColumnDescriptor column, List<@Nullable Object> physical) {
    changed.set(row);
    values.computeIfAbsent(column, of -> new HashMap<>()).put(row, physical);
  }

  boolean isGone(int row) {
    return gone.get(row);
  }

  /** By row, what the column holds instead. */
  Map<Integer, List<@Nullable Object>> changes(ColumnDescriptor column) {
    return values.getOrDefault(column, Map.of());
  }

  boolean isUntouched() {
    return gone.isEmpty() && changed.isEmpty();
  }

  boolean changes() {
    return !changed.isEmpty();
  }

  int rows() {
    return rows;
  }

  int dropped() {
    return gone.cardinality();
  }

  int changed() {
    return changed.cardinality();
  }

  int left() {
    return rows - dropped();
  }
}
