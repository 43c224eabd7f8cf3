package org.quietus.backup;

import java.util.List;
import org.quietus.format.Decision;

/** What becomes of one row, and for whose sake. */
record Judgement(Decision decision, List<Effect> effects) {
  static final Judgement NOBODYS = new Judgement(Decision.KEEP, List.of());

  /** Whether the row no longer points anywhere by these columns. */
  boolean unlinks(List<String> columns) {
    if (decision instanceof Decision.Change change) {
      return columns.stream()
          .anyMatch(
              column -> change.values().containsKey(column) && change.values().get(column) == null);
    }
    return decision instanceof Decision.Drop;
  }

  /** Whether the row goes or is changed. */
  boolean changes() {
    return decision != Decision.KEEP;
  }
}
