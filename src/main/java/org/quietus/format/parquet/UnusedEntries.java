package org.quietus.format.parquet;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a column's dictionary that no row has: some writers put down all that a category has,
 * those of rows in other row groups and files too.
 */
final class UnusedEntries {
  private final Set<Object> left;

  /** All of a dictionary. */
  UnusedEntries(List<Object> entries) {
    this.left = new HashSet<>(entries);
  }

  /** Notes that a row has a value. */
  void used(@Nullable Object value) {
    if (value != null && !left.isEmpty()) {
      left.remove(value);
    }
  }

  /** Those that no row has had so far. */
  Set<Object> left() {
    return left;
  }
}
