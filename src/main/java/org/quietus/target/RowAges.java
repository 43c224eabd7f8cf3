package org.quietus.target;

import java.util.List;
import java.util.stream.Stream;
import org.quietus.catalog.RowValues;

/**
 * Rows by when they were created; those created after an erasure are in neither list.
 *
 * @param older known to have been created by then
 * @param undated that do not tell
 * @param doubtful that tell no more than the day of the erasure, and may be somebody else's
 */
public record RowAges(List<RowValues> older, List<RowValues> undated, List<RowValues> doubtful) {
  public static final RowAges NONE = new RowAges(List.of(), List.of(), List.of());

  public RowAges {
    older = List.copyOf(older);
    undated = List.copyOf(undated);
    doubtful = List.copyOf(doubtful);
  }

  /** Every row that is in one of the lists. */
  public List<RowValues> all() {
    return Stream.of(older, undated, doubtful).flatMap(List::stream).toList();
  }
}
