package org.quietus.backup.search;

import java.time.Duration;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.version.SetContext;
import org.quietus.objectstore.Pin;

/** Dumps to which somebody may be writing still: those of buckets come whole. */
final class FreshDumps {
  /** Who is writing a dump goes on within that. */
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** Of a file that is further in the future its date tells nothing. */
  private static final Duration CLOCKS_APART = Duration.ofDays(1);

  private FreshDumps() {}

  /**
   * Requires that nobody writes to a version whose end does not show to be its end.
   *
   * @throws Trouble as {@code changed} if somebody may
   */
  static void requireNone(SetContext set, Pin version) {
    if (version.overwritable() && isFresh(set, version)) {
      throw new Trouble(
          VersionState.CHANGED,
          "it has changed within the last hour, and no line 'Dump completed' says that it is whole;"
              + " a later run searches it");
    }
  }

  private static boolean isFresh(SetContext set, Pin version) {
    Duration age =
        Duration.between(set.store().details(version).lastModified(), set.clock().instant());
    return age.compareTo(LONGEST_PAUSE) < 0 && !age.plus(CLOCKS_APART).isNegative();
  }
}
