package org.quietus.objectstore;

/** What must be true of a key's current version at the moment at which a write takes effect. */
public sealed interface Precondition {
  /** Nothing: the write takes effect in any case. */
  record None() implements Precondition {}

  /** The key has no current version. */
  record Absent() implements Precondition {}

  /** The current version is the pinned one. */
  record Replacing(Pin pin) implements Precondition {}

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
    return new Replacing(pin);
  }
}
