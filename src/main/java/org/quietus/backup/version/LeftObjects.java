package org.quietus.backup.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quietus.backup.VersionState;

/** Says of one set which objects a run left although a person may be in them, and why. */
record LeftObjects(String set, ObjectNames names) {
  /** Beyond so many of one kind they are counted. */
  private static final int MOST = 20;

  /** One line for each kind of end. */
  List<String> lines(List<JournalEntry> entries) {
    Map<String, List<JournalEntry>> left = new TreeMap<>();
    for (JournalEntry entry : entries) {
      why(entry).ifPresent(why -> left.computeIfAbsent(why, w -> new ArrayList<>()).add(entry));
    }
    List<String> lines = new ArrayList<>();
    left.forEach((why, some) -> lines.add(line(why, some)));
    return lines;
  }

  /** What stays for somebody who is held was not searched for them, whatever its end is called. */
  private static Optional<String> why(JournalEntry entry) {
    VersionState state = entry.state();
    boolean held = entry.protection().filter(VersionInventory.HELD::equals).isPresent();
    return state.isPartial() || state == VersionState.LOCKED
        ? Optional.of(state.label())
        : Optional.of(VersionState.HELD.label())
            .filter(label -> state == VersionState.HELD || (held && state.remains()));
  }

  private String line(String why, List<JournalEntry> left) {
    StringBuilder line = new StringBuilder("backup set '%s': left as %s: ".formatted(set, why));
    for (int n = 0; n < Math.min(left.size(), MOST); n++) {
      JournalEntry entry = left.get(n);
      line.append(n == 0 ? "" : ", ").append(names.of(entry.held()));
      if (!entry.state().isPartial()) {
        entry.remainsUntil().ifPresent(day -> line.append(" until ").append(day));
      }
    }
    return left.size() > MOST
        ? line.append(" and ").append(left.size() - MOST).append(" more").toString()
        : line.toString();
  }
}
