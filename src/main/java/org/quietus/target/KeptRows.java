package org.quietus.target;

import java.time.LocalDate;
import java.util.Optional;
import org.quietus.plan.Kept;
import org.quietus.plan.Treatment;

/**
 * Rows that a run found and left on a lawful basis.
 *
 * @param basis why, in the controller's words
 * @param legalMinimum whether the basis is {@code keep-at-least}, which defers the request
 * @param why what they wait for
 * @param firstUntil the earliest day on which one of them comes due, absent if no date is known, or
 *     nothing leads to them any more
 * @param lastUntil the latest such day
 */
public record KeptRows(
    String basis,
    boolean legalMinimum,
    Why why,
    Optional<LocalDate> firstUntil,
    Optional<LocalDate> lastUntil) {
  public KeptRows {
    firstUntil = firstUntil.map(LastDay::atMost);
    lastUntil = lastUntil.map(LastDay::atMost);
  }

  /** What kept rows wait for. */
  public enum Why {
    /** The end of a period. */
    PERIOD,
    /** Nothing: rows of others reference them, whatever the basis reads. */
    SHARED,
    /** Nothing: they are needed for something else as well, or a retention rule takes them. */
    NEEDED
  }

  /** Rows that stay because records of others reference them; nobody waits for them. */
  public static final KeptRows SHARED_WITH_OTHERS =
      new KeptRows(
          "shared: other records still reference it",
          false,
          Why.SHARED,
          Optional.empty(),
          Optional.empty());

  /** Rows that stay on a basis of the job file. */
  public static KeptRows by(
      String basis,
      boolean legalMinimum,
      Optional<LocalDate> firstUntil,
      Optional<LocalDate> lastUntil) {
    return new KeptRows(basis, legalMinimum, Why.PERIOD, firstUntil, lastUntil);
  }

  /**
   * Rows that stay on a basis of the job file.
   *
   * @param first the earliest day on which one of them comes due
   * @param last the latest such day
   */
  public static KeptRows by(Kept kept, Optional<LocalDate> first, Optional<LocalDate> last) {
    return new KeptRows(
        kept.keep().because(),
        kept.keep().legalMinimum(),
        kept.awaited() ? Why.PERIOD : Why.NEEDED,
        first,
        last);
  }

  /** Whether a day comes, or may, on which they are due by themselves. */
  public boolean comeDue() {
    return why == Why.PERIOD;
  }

  /** Whether they stay because rows of others reference them. */
  public boolean shared() {
    return why == Why.SHARED;
  }

  /** How the ledger calls that they stay; it is what tells there why. */
  public Treatment treatment() {
    return switch (why) {
      case PERIOD -> Treatment.KEEP;
      case SHARED -> Treatment.SHARE;
      case NEEDED -> Treatment.NEED;
    };
  }

  /** The same rows, as a line of that method in the ledger means them. */
  public KeptRows under(String method) {
    Treatment read = Treatment.parse(method);
    return read.equals(Treatment.SHARE)
        ? SHARED_WITH_OTHERS
        : read.equals(Treatment.NEED)
            ? new KeptRows(basis, legalMinimum, Why.NEEDED, firstUntil, lastUntil)
            : this;
  }
}
