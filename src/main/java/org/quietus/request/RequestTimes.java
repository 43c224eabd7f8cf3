package org.quietus.request;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What has happened to a request so far that its deadlines depend on.
 *
 * @param received when it came in
 * @param identified when the requester's identity was verified
 * @param pauses when the controller waited for the requester to prove their identity
 * @param extended when the time to answer was extended
 */
public record RequestTimes(
    Instant received,
    Optional<Instant> identified,
    List<Pause> pauses,
    Optional<Instant> extended) {

  public RequestTimes {
    pauses = List.copyOf(pauses);
  }

  /** A request of which nothing is known but when it came in. */
  public static RequestTimes received(Instant at) {
    return new RequestTimes(at, Optional.empty(), List.of(), Optional.empty());
  }

  /**
   * A time in which clocks stand still.
   *
   * @param from its first instant
   * @param to the first instant after it; empty while it lasts
   */
  public record Pause(Instant from, Optional<Instant> to) {
    public Pause {
      if (to.filter(end -> end.isBefore(from)).isPresent()) {
        throw new IllegalArgumentException("a pause cannot end before it begins");
      }
    }

    boolean contains(Instant instant) {
      return !instant.isBefore(from) && to.filter(end -> !instant.isBefore(end)).isEmpty();
    }
  }
}
