package org.quietus.job;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.policy.RequestKind;
import org.quietus.request.DueDay;
import org.quietus.request.RequestEvent;

/**
 * A request, without the person.
 *
 * @param kind what it asks for
 * @param subject the kind of data subject
 * @param tenant whose customer the person is, where the job has tenants
 * @param open whether the requester's matter is not settled yet
 * @param coolingOffEnds the first moment at which it may be acted on, if there is time to think
 * @param settlesAt the first moment at which everything may be searched once more
 * @param answer by when the requester must be answered, while they are not
 * @param erase by when the erasure must be done, while it is not
 * @param keptUntil the day on which the next row kept on a lawful basis comes due
 * @param receipt the nonce of the subject commitment, for the requester; given once, when the
 *     request is taken in
 * @param merged whether it was there already when it was taken in just now
 * @param events what happened to it, the first thing first
 * @param warnings what did not work while it was decided, with what to do
 */
public record RequestSummary(
    String id,
    String kind,
    String subject,
    Optional<String> tenant,
    String state,
    boolean open,
    boolean restricted,
    String ground,
    String requester,
    Optional<String> evidence,
    Instant receivedAt,
    Optional<Instant> verifiedAt,
    Optional<Instant> coolingOffEnds,
    Optional<Instant> settlesAt,
    Optional<Due> answer,
    Optional<Due> erase,
    Optional<Instant> completedAt,
    Optional<LocalDate> keptUntil,
    Optional<String> receipt,
    boolean merged,
    List<RequestEvent> events,
    List<String> warnings) {
  public RequestSummary {
    events = List.copyOf(events);
    warnings = List.copyOf(warnings);
  }

  /**
   * A clock that runs.
   *
   * @param day the last one in time
   * @param left days after today; 0 on the day itself, negative when it is overdue
   * @param provisional why the last day may turn out to be a later one, e.g. since the calendar
   *     ends before it
   */
  public record Due(LocalDate day, long left, Optional<String> provisional) {
    public static Due of(DueDay due, Instant now) {
      return new Due(due.day(), due.daysLeft(now), due.provisional());
    }

    /** Whether the day is over. */
    public boolean isOverdue() {
      return left < 0;
    }

    @Override
    public String toString() {
      return "%s (%s%s)"
          .formatted(
              day,
              isOverdue() ? -left + " overdue" : left + " left",
              provisional.isPresent() ? ", provisional" : "");
    }
  }

  /** A line for each reason why last days of requests are provisional. */
  public static List<String> provisional(List<RequestSummary> requests) {
    return requests.stream()
        .flatMap(request -> Stream.of(request.answer, request.erase))
        .flatMap(due -> due.flatMap(Due::provisional).stream())
        .distinct()
        .map(why -> "provisional, and not too late: " + why)
        .toList();
  }

  /** The same with what did not work. */
  public RequestSummary warning(List<String> what) {
    return new RequestSummary(
        id,
        kind,
        subject,
        tenant,
        state,
        open,
        restricted,
        ground,
        requester,
        evidence,
        receivedAt,
        verifiedAt,
        coolingOffEnds,
        settlesAt,
        answer,
        erase,
        completedAt,
        keptUntil,
        receipt,
        merged,
        events,
        what);
  }

  /** Its state for people, with what it asks for unless that is erasure. */
  public String standing() {
    return state
        + (kind.equals(RequestKind.ERASURE.toString()) ? "" : " (" + kind + ")")
        + (restricted ? ", restricted" : "");
  }

  /** Whether something should have been done for it by now. */
  public boolean isOverdue() {
    return answer.filter(Due::isOverdue).isPresent() || erase.filter(Due::isOverdue).isPresent();
  }
}
