package org.quietus.run.certify;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.quietus.ledger.KeptTables;

/**
 * What is left of a request's rows after a run.
 *
 * @param anything whether anything stays that should be gone
 * @param barred whether a hold, or a fault, is why
 * @param deferred whether a legal minimum keeps rows
 * @param nextDue the day on which the first of the kept rows comes due, or the last of those that
 *     nothing leads to any more; far away if none of them has a date
 * @param kept the tables in which rows were kept
 */
public record Remainder(
    boolean anything,
    boolean barred,
    boolean deferred,
    Optional<LocalDate> nextDue,
    KeptTables kept) {
  static final Remainder NOTHING =
      new Remainder(false, false, false, Optional.empty(), new KeptTables(List.of(), List.of()));

  static Remainder of(LedgerView view) {
    KeptTables kept = view.keptTables();
    return new Remainder(
        view.isAnythingLeft(),
        view.isHeld() || view.isFailed(),
        view.isDeferred(),
        view.nextDue(),
        kept.areNone() ? NOTHING.kept() : kept);
  }
}
