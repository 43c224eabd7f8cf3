package org.quietus.backup.person;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quietus.backup.RowOutcome;
import org.quietus.format.Decision;

/**
 * What becomes of one row, and for whose sake. One that may be several persons' is told to each of
 * them, and is one row all the same.
 */
public record Judgement(Decision decision, List<RowOutcome> effects) {
  static final Judgement NOBODYS = new Judgement(Decision.KEEP, List.of());

  public Judgement {
    List<RowOutcome> told = new ArrayList<>();
    Set<Integer> unsure = new HashSet<>();
    for (RowOutcome effect : effects) {
      if (!effect.isUnsure()) {
        told.add(effect);
      } else if (unsure.add(effect.person())) {
        told.add(unsure.size() == 1 ? effect : effect.unsureToo());
      }
    }
    effects = List.copyOf(told);
  }

  /** Whether the row no longer points anywhere by these columns. */
  boolean unlinks(List<String> columns) {
    if (decision instanceof Decision.Change change) {
      return columns.stream()
          .anyMatch(
              column -> change.values().containsKey(column) && change.values().get(column) == null);
    }
    return decision instanceof Decision.Drop;
  }

  /** Whether it stays because nobody knows whose it is. */
  boolean isDoubtful() {
    return !(decision instanceof Decision.Drop) && effects.stream().anyMatch(RowOutcome::isUnsure);
  }

  /** Whether the row goes or is changed. */
  public boolean changes() {
    return decision != Decision.KEEP;
  }
}
