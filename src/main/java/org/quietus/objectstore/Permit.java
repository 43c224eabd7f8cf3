package org.quietus.objectstore;

import java.util.function.Supplier;

/**
 * Lets each step happen that takes content away for good, or refuses it by an exception. It is
 * asked for every attempt at the last moment, when nothing is waited for any more.
 */
public interface Permit {
  /** Refuses nothing. */
  Permit GRANTED = Supplier::get;

  /** Takes the step, and returns what it returns. */
  Pin during(Supplier<Pin> step);
}
