package org.quietus.target;

import java.util.List;
import org.quietus.catalog.RowValues;

/**
 * Rows by when they were created; those created after an erasure are in neither list.
 *
 * @param older known to have been created by then
 * @param undated that do not tell
 */
public record RowAges(List<RowValues> older, List<RowValues> undated) {
  public RowAges {
    older = List.copyOf(older);
    undated = List.copyOf(undated);
  }
}
