package org.quietus.target;

import java.time.LocalDate;
import java.util.Optional;
import org.quietus.plan.Treatment;

/**
 * Rows that a run found and left on a lawful basis.
 *
 * @param basis why, in the controller's words
 * @param legalMinimum whether the basis is {@code keep-at-least}, which defers the request
 * @param shared whether they stay because rows of others reference them, whatever the basis reads
 * @param firstUntil the earliest day on which one of them comes due, absent if no date is known
 * @param lastUntil the latest such day
 */
public record KeptRows(
    String basis,
    boolean legalMinimum,
    boolean shared,
    Optional<LocalDate> firstUntil,
    Optional<LocalDate> lastUntil) {
  /** Rows that stay because records of others reference them; nobody waits for them. */
  public static final KeptRows SHARED_WITH_OTHERS =
      new KeptRows(
          "shared: other records still reference it",
          false,
          true,
          Optional.empty(),
          Optional.empty());

  /** Rows that stay on a basis of the job file. */
  public static KeptRows by(
      String basis,
      boolean legalMinimum,
      Optional<LocalDate> firstUntil,
      Optional<LocalDate> lastUntil) {
    return new KeptRows(basis, legalMinimum, false, firstUntil, lastUntil);
  }

  /** How the ledger calls that they stay; it is what tells shared rows from others there. */
  public Treatment treatment() {
    return shared ? Treatment.SHARE : Treatment.KEEP;
  }

  /** The same rows, as a line of that method in the ledger means them. */
  public KeptRows under(String method) {
    return Treatment.parse(method).equals(Treatment.SHARE) ? SHARED_WITH_OTHERS : this;
  }
}
