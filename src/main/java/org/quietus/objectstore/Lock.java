package org.quietus.objectstore;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What keeps a version from being deleted.
 *
 * @param until the end of the retention, exclusive; present exactly if {@code mode} is
 */
public record Lock(Optional<Mode> mode, Optional<Instant> until, boolean legalHold) {
  /** No retention and no legal hold. */
  public static final Lock NONE = new Lock(Optional.empty(), Optional.empty(), false);

  /** Who may still delete during the retention. */
  public enum Mode {
    /** Nobody. */
    COMPLIANCE,
    /** Whoever has the right to bypass it and says so. */
    GOVERNANCE
  }

  public Lock {
    if (mode.isPresent() != until.isPresent()) {
      throw new IllegalArgumentException("a retention has a mode and an end");
    }
  }

  /** By how much clocks may differ before S3 refuses whatever it is asked. */
  private static final Duration SKEW = Duration.ofMinutes(15);

  /** Returns whether whoever has the right to bypass it may still delete. */
  public boolean isGovernance() {
    return !legalHold && mode.filter(is -> is == Mode.GOVERNANCE).isPresent();
  }

  /** Returns whether it may hold at that instant by the clock of the store. */
  public boolean mayHoldAt(Instant instant) {
    return holdsAt(instant.minus(SKEW));
  }

  /** Returns whether a deletion at that instant is refused by somebody without special rights. */
  public boolean holdsAt(Instant instant) {
    return legalHold || until.filter(instant::isBefore).isPresent();
  }
}
