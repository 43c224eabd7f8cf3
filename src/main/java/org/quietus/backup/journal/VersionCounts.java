package org.quietus.backup.journal;

import java.util.List;

/**
 * What becomes of the rows of one object version.
 *
 * @param changes how many rows go or are changed
 * @param isUnread whether there are rows of which it cannot be read whose they are
 */
public record VersionCounts(long changes, boolean isUnread, List<CountLine> lines) {
  public VersionCounts {
    lines = List.copyOf(lines);
  }
}
