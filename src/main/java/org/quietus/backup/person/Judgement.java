package org.quietus.backup.person;

import java.util.List;
import org.quietus.backup.RowOutcome;
import org.quietus.format.Decision;

/** What becomes of one row, and for whose sake. */
public record Judgement(Decision decision, List<RowOutcome> effects) {
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
  public boolean changes() {
    return decision != Decision.KEEP;
  }
}
