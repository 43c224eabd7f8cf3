package org.quietus.backup.journal;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.quietus.request.CopyReviews;

/**
 * What becomes of the rows of one object version.
 *
 * @param changes how many rows go or are changed
 * @param isUnread whether there are rows of which it cannot be read whose they are
 * @param comeDue by request of an earlier run, when the first row that is kept on a lawful basis
 *     comes due
 * @param doubted rows of which somebody has to say whose they are, as far as anybody can
 */
public record VersionCounts(
    long changes,
    boolean isUnread,
    List<CountLine> lines,
    Map<String, LocalDate> comeDue,
    List<CopyReviews.Seen> doubted) {
  /** So many rows of a version can be looked at before the next run. */
  public static final int MOST_DOUBTED = 1000;

  /** None go, and all were read. */
  public static final VersionCounts NOTHING =
      new VersionCounts(0, false, List.of(), Map.of(), List.of());

  public VersionCounts {
    lines = List.copyOf(lines);
    comeDue = Map.copyOf(comeDue);
    doubted = List.copyOf(doubted);
  }
}
