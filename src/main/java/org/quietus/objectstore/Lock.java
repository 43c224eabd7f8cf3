package org.quietus.objectstore;

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

  /** Returns whether a deletion at that instant is refused by somebody without special rights. */
  public boolean holdsAt(Instant instant) {
    return legalHold || until.filter(instant::isBefore).isPresent();
  }
}
