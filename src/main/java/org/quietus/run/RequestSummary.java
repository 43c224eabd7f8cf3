package org.quietus.run;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * An erasure request, without the person.
 *
 * @param subject the kind of data subject
 * @param receipt the nonce of the subject commitment, for the requester; given once, when the
 *     request is taken in
 * @param keptUntil the day on which the last row kept on a lawful basis comes due
 */
public record RequestSummary(
    String id,
    String subject,
    String state,
    Instant receivedAt,
    Optional<Instant> completedAt,
    Optional<LocalDate> keptUntil,
    Optional<String> receipt) {

  RequestSummary withReceipt(String nonce) {
    return new RequestSummary(
        id, subject, state, receivedAt, completedAt, keptUntil, Optional.of(nonce));
  }
}
