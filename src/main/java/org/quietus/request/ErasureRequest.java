package org.quietus.request;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One person's request to be erased.
 *
 * @param resolvedAt the erasure instant: when the person's rows were found, frozen from then on
 * @param keptUntil the day on which the next row that was kept on a lawful basis comes due
 * @param commitment to the person's identifiers, SHA-256, lower-case hex
 */
public record ErasureRequest(
    String id,
    String subject,
    State state,
    Instant receivedAt,
    Optional<Instant> resolvedAt,
    Optional<Instant> completedAt,
    Optional<LocalDate> keptUntil,
    String commitment) {

  /** Where a request stands. */
  public enum State {
    /** Verified and approved; the next run acts on it. */
    APPROVED,
    /** Acted on; rows remain that a law says to keep for a while. */
    DEFERRED,
    /** Acted on, nothing left but what is kept on a basis of its own. */
    COMPLETED
  }
}
