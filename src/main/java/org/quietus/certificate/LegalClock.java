package org.quietus.certificate;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The days of a request, in the job's zone; days and not moments, because they are about one
 * person.
 *
 * @param received when the request came in
 * @param verified when the requester's identity was verified
 * @param due when the erasure had to be done
 * @param extended the day that an extension moved it to
 * @param completed when the erasure was done
 */
public record LegalClock(
    LocalDate received,
    Optional<LocalDate> verified,
    Optional<LocalDate> due,
    Optional<LocalDate> extended,
    Optional<LocalDate> completed) {

  public LegalClock {
    for (Optional<LocalDate> later : List.of(verified, completed)) {
      if (later.isPresent() && later.get().isBefore(received)) {
        throw new IllegalArgumentException(
            "a request cannot be verified or completed before received");
      }
    }
  }
}
