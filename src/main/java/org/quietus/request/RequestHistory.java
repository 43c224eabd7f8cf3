package org.quietus.request;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.request.RequestTimes.Pause;

/** Reads off a request's events what its deadlines depend on. */
public final class RequestHistory {
  private RequestHistory() {}

  /** Whether somebody gave up what could not be read any more of the person's rows. */
  public static boolean isAccepted(List<RequestEvent> events) {
    return events.stream().anyMatch(event -> event.move() == Move.ACCEPT);
  }

  /** Whether a run has done all that it could, after which its person may be forgotten. */
  public static boolean isCarriedOut(List<RequestEvent> events) {
    return events.stream()
        .anyMatch(event -> event.move() == Move.DEFER || event.move() == Move.COMPLETE);
  }

  /** Whether somebody looked whose the rows are that its identifiers lead to, and no run did. */
  public static boolean isReviewed(List<RequestEvent> events) {
    return events.stream().anyMatch(event -> event.move() == Move.REVIEW) && !isFound(events);
  }

  /** Whether nobody asked for it, but a run found the person. */
  private static boolean isFound(List<RequestEvent> events) {
    return events.stream()
        .anyMatch(event -> event.move() == Move.FILE && event.reason().equals(Intake.FOUND));
  }

  /**
   * Whether it was decided not to erase somebody whom runs find without being asked: a child, or
   * whoever is left when the service is closed. Without the keys each such run would find them
   * again. Who asked since and thought better of it decided nothing about the closing.
   */
  public static boolean isDecidedAgainst(ErasureRequest request, List<RequestEvent> events) {
    boolean refused = request.state() == State.REFUSED;
    return switch (request.filing().ground()) {
      case MINOR -> refused || request.state() == State.CANCELLED;
      case SERVICE_ENDED ->
          refused
              ? isFound(events)
              : request.state() == State.CANCELLED && isOfClosing(request, events);
      default -> false;
    };
  }

  /**
   * Whether a run that closes the service took it in and the person has not asked since, whatever
   * else somebody decided of it.
   */
  public static boolean isOfClosing(ErasureRequest request, List<RequestEvent> events) {
    return request.filing().ground() == Ground.SERVICE_ENDED && isOnlyFound(events);
  }

  /** Whether a run took it in, and the person has not asked since. */
  public static boolean isOnlyFound(List<RequestEvent> events) {
    return isFound(events) && !isAskedAgain(events);
  }

  /** Whether somebody asked for the same after it was taken in. */
  public static boolean isAskedAgain(List<RequestEvent> events) {
    return events.stream().anyMatch(event -> event.move() == Move.MERGE);
  }

  /** The clocks stand still while the requester is asked to show who they are. */
  public static RequestTimes times(ErasureRequest request, List<RequestEvent> events) {
    List<Pause> pauses = new ArrayList<>();
    Optional<Instant> asked = Optional.empty();
    Optional<Instant> extended = Optional.empty();
    for (RequestEvent event : events) {
      if (event.state() == State.VERIFYING) {
        asked = asked.or(() -> Optional.of(event.at()));
      } else if (asked.isPresent()) {
        // the clock of whoever verified may be behind that of who asked
        Instant end = event.at().isBefore(asked.get()) ? asked.get() : event.at();
        pauses.add(new Pause(asked.get(), Optional.of(end)));
        asked = Optional.empty();
      }
      if (event.move() == Move.EXTEND) {
        extended = Optional.of(event.at());
      }
    }
    asked.ifPresent(from -> pauses.add(new Pause(from, Optional.empty())));
    return new RequestTimes(request.receivedAt(), request.verifiedAt(), pauses, extended);
  }
}
