package org.quietus.job;

import java.util.Optional;
import org.quietus.certificate.Outcome;

/** What may remain of a run that did all that it may and must do, and somebody may want to hear. */
public enum Concern {
  /** Something is left under a hold or restriction. */
  HELD,
  /** A copy remains that could still be retrieved. */
  RESIDUAL,
  /** Somebody should have decided by now, e.g. whether a hold is still needed. */
  OVERDUE;

  public static Optional<Concern> of(Outcome outcome) {
    return switch (outcome) {
      case HELD -> Optional.of(HELD);
      case COMPLETE_WITH_RESIDUALS -> Optional.of(RESIDUAL);
      default -> Optional.empty();
    };
  }
}
