package org.quietus.target;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Rows that a run found and left on a lawful basis.
 *
 * @param basis why, in the controller's words
 * @param legalMinimum whether the basis is {@code keep-at-least}, which defers the request
 * @param firstUntil the earliest day on which one of them comes due, absent if no date is known
 * @param lastUntil the latest such day
 */
public record KeptRows(
    String basis,
    boolean legalMinimum,
    Optional<LocalDate> firstUntil,
    Optional<LocalDate> lastUntil) {
  private static final String SHARED = "shared: other records still reference it";

  /** Rows that stay because records of others reference them; nobody waits for them. */
  public static final KeptRows SHARED_WITH_OTHERS =
      new KeptRows(SHARED, false, Optional.empty(), Optional.empty());

  public boolean isShared() {
    return basis.equals(SHARED);
  }
}
