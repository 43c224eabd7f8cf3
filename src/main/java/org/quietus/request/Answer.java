package org.quietus.request;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Something that a requester must be told.
 *
 * @param number from 1 for each request
 * @param reason a code
 * @param due the last day on which it is in time, if a clock runs
 */
public record Answer(
    String request,
    int number,
    Kind kind,
    String reason,
    Optional<LocalDate> due,
    Instant createdAt,
    Optional<Instant> sentAt) {

  /** What is told. */
  public enum Kind {
    RECEIVED,
    /** It is here, and asks for something else than erasure. */
    NOTED,
    IDENTITY_NEEDED,
    EXTENDED,
    REFUSED,
    DEFERRED,
    COMPLETED,
    COMPLETED_WITH_KEPT,
    /** What was held for one purpose alone is gone, and nothing else. */
    WITHDRAWN,
    CANCELLED,
    EXPIRED;

    @Override
    public String toString() {
      return Codes.of(this);
    }
  }

  /** What it is called by on the command line. */
  public String id() {
    return request + "-" + number;
  }
}
