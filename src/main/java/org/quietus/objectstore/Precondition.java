package org.quietus.objectstore;

import java.time.Instant;
import java.util.Optional;

/** What must be true of a key's current version at the moment at which a write takes effect. */
public sealed interface Precondition {
  /** Nothing: the write takes effect in any case. */
  record None() implements Precondition {}

  /** The key has no current version. */
  record Absent() implements Precondition {}

  /**
   * The current version is the pinned one.
   *
   * @param created a moment by which its content was there; what was written earlier is older
   */
  record Replacing(Pin pin, Optional<Instant> created) implements Precondition {}

  /** Returns the condition that is always met. */
  static Precondition none() {
    return new None();
  }

  /** Returns the condition that nothing is overwritten. */
  static Precondition absent() {
    return new Absent();
  }

  /** Returns the condition that nobody has written since that version was read. */
  static Precondition replacing(Pin pin) {
    return new Replacing(pin, Optional.empty());
  }

  /**
   * Returns the same condition for a version whose content was there by a moment, so that a write
   * is still recognised when something has removed that version since.
   */
  static Precondition replacing(Pin pin, Instant created) {
    return new Replacing(pin, Optional.of(created));
  }
}
