package org.quietus.certificate;

/** How a run or request ended; of several that apply, the one declared first is the outcome. */
public enum Outcome {
  /** Something could not be done, or reading again found what should be gone. */
  FAILED,
  /** Something was unreachable, ambiguous, quarantined, drifted or could not be read again. */
  PARTIAL,
  /** A hold or a restriction kept something. */
  HELD,
  /** A legal minimum kept something. */
  DEFERRED_BY_LAW,
  /** All is gone that must go, but a copy remains that could still be retrieved. */
  COMPLETE_WITH_RESIDUALS,
  /** All is gone that must go. */
  COMPLETE,
  /** A request was refused; stands alone. */
  REFUSED
}
