package org.quietus.backup.person;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.backup.dump.UnreadValue;

/** What a search of one backup could not read, so that nobody is taken for found or for absent. */
final class UnreadKeys {
  private final Map<Relation, UnreadRow> pointers = new HashMap<>();
  private boolean identifiers;

  /** Looks at a value that may identify somebody. */
  void look(@Nullable Object identifier) {
    identifiers |= identifier instanceof UnreadValue;
  }

  /** Whether there was a value that may identify somebody and cannot be read. */
  boolean hasIdentifiers() {
    return identifiers;
  }

  /** Notes that a row which stays may point at any owned row by those columns. */
  void share(Relation shared, UnreadRow row) {
    pointers.putIfAbsent(shared, row);
  }

  /**
   * Sees that every row that may point at owned rows tells at which.
   *
   * @throws UnreadRow naming the column by which one does not
   */
  void requireUnshared(Relation shared) {
    UnreadRow row = pointers.get(shared);
    if (row != null) {
      throw row;
    }
  }
}
