package org.quietus.target;

import java.time.Duration;
import java.time.Instant;

/**
 * Which state of the data a copy may have: a dump has that of its start, while the store dates the
 * object by the end of its writing.
 */
public final class CopyTime {
  /** From the start of a dump to the moment that its last object is dated by. */
  private static final Duration LONGEST_DUMP = Duration.ofDays(1);

  private CopyTime() {}

  /** Whether a copy may hold what was erased at a moment. */
  public static boolean mayHold(Instant created, Instant erasedAt) {
    return created.isBefore(erasedAt.plus(LONGEST_DUMP));
  }

  /** The last moment of an erasure that a copy certainly shows; it may hold what went later. */
  public static Instant shows(Instant created) {
    return created.minus(LONGEST_DUMP);
  }
}
