package org.quietus.request;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.quietus.request.ErasureRequests.Step;

/** What runs do to requests; each inside the caller's transaction. */
public final class Execution {
  /** Why a request stays open of which a replay left rows for somebody to look at. */
  static final String IN_DOUBT = "in-doubt";

  private final ErasureRequests requests;
  private final Deadlines deadlines;
  private final Predicate<String> unsure;

  public Execution(ErasureRequests requests, Deadlines deadlines) {
    this(requests, deadlines, request -> false);
  }

  /** {@code unsure} tells of a request whether rows that may be its person's are in doubt. */
  public Execution(ErasureRequests requests, Deadlines deadlines, Predicate<String> unsure) {
    this.requests = requests;
    this.deadlines = deadlines;
    this.unsure = unsure;
  }

  /**
   * A run begins to act on a request that was due.
   *
   * @throws NotPossible if it has been withdrawn, refused or restricted since
   */
  public void takeUp(String id, Instant at) {
    ErasureRequest request = requests.locked(id);
    if (request.restricted()) {
      throw new NotPossible("request " + id + " has just been restricted; start again");
    }
    switch (request.state()) {
      case COOLING_OFF -> {
        approve(id, at);
        requests.make(id, new Step(Move.TAKE_UP, State.RUNNING, Role.RUN, "due", at));
      }
      case RUNNING, SETTLING, COMPLETED -> {}
      default -> requests.make(id, new Step(Move.TAKE_UP, State.RUNNING, Role.RUN, "due", at));
    }
  }

  /** The time to think is over, although nothing can be done yet. */
  public void approve(String id, Instant at) {
    if (requests.locked(id).state() == State.COOLING_OFF) {
      requests.make(id, new Step(Move.APPROVE, State.APPROVED, Role.RUN, "cooling-off-over", at));
    }
  }

  /** A hold let the run do nothing, and none before it did anything: it can still be withdrawn. */
  public void putBack(String id, Instant at) {
    if (requests.locked(id).state() == State.RUNNING) {
      requests.make(id, new Step(Move.PUT_BACK, State.APPROVED, Role.RUN, "held", at));
    }
  }

  /**
   * A run has done what it could.
   *
   * @param deferred whether a law says to keep some rows for a while
   * @param keptUntil when the next kept row comes due
   * @param reason a code
   */
  public void finish(
      String id, boolean deferred, Optional<LocalDate> keptUntil, Instant at, String reason) {
    takeUp(id, at);
    requests.keepUntil(id, keptUntil);
    ErasureRequest request = requests.locked(id);
    Optional<Instant> settles = deadlines.settles(request, at);
    if (settles.isPresent()) {
      requests.make(
          id,
          new Step(
              Move.SETTLE,
              State.SETTLING,
              Role.RUN,
              reason,
              at,
              Map.of("settles_at", RequestRow.utc(settles.get()))));
      return;
    }
    // who was told of the end is not told otherwise because a law keeps for longer by now
    boolean waits = (deferred || unsure.test(id)) && request.state() != State.COMPLETED;
    requests.make(
        id,
        waits
            ? new Step(Move.DEFER, State.DEFERRED, Role.RUN, deferred ? reason : IN_DOUBT, at)
            : new Step(
                Move.COMPLETE,
                State.COMPLETED,
                Role.RUN,
                reason,
                at,
                Map.of("completed_at", RequestRow.utc(request.completedAt().orElse(at)))));
    requests.forget(id);
  }
}
