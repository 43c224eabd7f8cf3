package org.quietus.policy;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clocks of requests; one that the job file does not set does not run.
 *
 * @param answer by when the requester is answered
 * @param extend by how much the time to answer can be extended once
 * @param erase by when the erasure is done
 * @param coolingOff how long a request can be withdrawn before it is acted on
 * @param settle how long after an erasure the data is searched once more
 */
public record ErasureClock(
    Optional<DueRule> answer,
    Optional<Term.Days> extend,
    Optional<DueRule> erase,
    Optional<Term> coolingOff,
    Optional<Term> settle) {

  /** No clock at all. */
  public static final ErasureClock NONE =
      new ErasureClock(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Whether any clock counts working days, for which a calendar is needed. */
  public boolean countsWorkingDays() {
    return terms().anyMatch(Term.WorkingDays.class::isInstance);
  }

  /** All that are set. */
  public Stream<Term> terms() {
    return Stream.<Optional<? extends Term>>of(
            answer.map(DueRule::within), extend, erase.map(DueRule::within), coolingOff, settle)
        .flatMap(Optional::stream);
  }
}
