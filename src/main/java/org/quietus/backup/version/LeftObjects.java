package org.quietus.backup.version;

import java.util.ArrayList;
import java.util.List;
import org.quietus.backup.VersionState;

/** Says of one set which objects a run left although a person may be in them, and why. */
record LeftObjects(String set, ObjectNames names) {
  /** Beyond so many of one kind they are counted. */
  private static final int MOST = 20;

  /** One line for each kind of end. */
  List<String> lines(List<JournalEntry> entries) {
    List<String> lines = new ArrayList<>();
    for (VersionState state : VersionState.values()) {
      List<JournalEntry> left = entries.stream().filter(entry -> entry.state() == state).toList();
      if (!left.isEmpty() && isNamed(state)) {
        lines.add(line(state, left));
      }
    }
    return lines;
  }

  private static boolean isNamed(VersionState state) {
    return state.isPartial() || state == VersionState.LOCKED || state == VersionState.HELD;
  }

  private String line(VersionState state, List<JournalEntry> left) {
    StringBuilder line =
        new StringBuilder("backup set '%s': left as %s: ".formatted(set, state.label()));
    for (int n = 0; n < Math.min(left.size(), MOST); n++) {
      JournalEntry entry = left.get(n);
      line.append(n == 0 ? "" : ", ").append(names.of(entry.held()));
      if (!state.isPartial()) {
        entry.remainsUntil().ifPresent(day -> line.append(" until ").append(day));
      }
    }
    return left.size() > MOST
        ? line.append(" and ").append(left.size() - MOST).append(" more").toString()
        : line.toString();
  }
}
