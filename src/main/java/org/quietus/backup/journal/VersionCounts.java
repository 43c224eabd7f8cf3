package org.quietus.backup.journal;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What becomes of the rows of one object version.
 *
 * @param changes how many rows go or are changed
 * @param isUnread whether there are rows of which it cannot be read whose they are
 * @param comeDue by request of an earlier run, when the first row that is kept on a lawful basis
 *     comes due
 */
public record VersionCounts(
    long changes, boolean isUnread, List<CountLine> lines, Map<String, LocalDate> comeDue) {
  /** None go, and all were read. */
  public static final VersionCounts NOTHING = new VersionCounts(0, false, List.of(), Map.of());

  public VersionCounts {
    lines = List.copyOf(lines);
    comeDue = Map.copyOf(comeDue);
  }
}
