package org.quietus.run.desk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.job.RequestSummary;
import org.quietus.request.Deadlines;
import org.quietus.request.DueDay;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RequestEvent;
import org.quietus.request.RequestHistory;
import org.quietus.request.RequestTimes;
import org.quietus.request.State;

/** Requests with the time that is left for each, as of one moment. */
final class RequestSummaries {
  private final Deadlines deadlines;
  private final Instant now;
  private final Set<String> owing;

  private RequestSummaries(Deadlines deadlines, Instant now, Set<String> owing) {
    this.deadlines = deadlines;
    this.now = now;
    this.owing = owing;
  }

  /** Of requests that are being changed. */
  static RequestSummaries changed(Deadlines deadlines, Instant now) {
    return new RequestSummaries(deadlines, now, Set.of());
  }

  /**
   * Of those that are there.
   *
   * @param owing the requests whose requesters were not told all that they must be
   */
  static RequestSummaries known(Deadlines deadlines, Instant now, Set<String> owing) {
    return new RequestSummaries(deadlines, now, owing);
  }

  /** One of them. */
  RequestSummary of(ErasureRequest request, List<RequestEvent> events) {
    return of(request, events, Optional.empty(), false);
  }

  RequestSummary of(
      ErasureRequest request, List<RequestEvent> events, Optional<String> receipt, boolean merged) {
    RequestTimes times = RequestHistory.times(request, events);
    boolean acting = !request.state().isTerminal();
    boolean open = acting || owing.contains(request.id());
    Deadlines clocks = deadlines.of(request.asks());
    boolean erasing = acting && request.state() != State.DEFERRED;
    return new RequestSummary(
        request.id(),
        request.asks().toString(),
        request.subject(),
        request.tenant(),
        request.state().toString(),
        open,
        request.restricted(),
        request.filing().ground().toString(),
        request.filing().requester().toString(),
        request.filing().evidence(),
        request.receivedAt(),
        request.verifiedAt(),
        request.coolingOffEnds(),
        request.settlesAt(),
        open ? due(clocks.answer(times, now)) : Optional.empty(),
        erasing ? due(clocks.erase(times, now)) : Optional.empty(),
        request.completedAt(),
        request.keptUntil(),
        receipt,
        merged,
        events,
        List.of());
  }

  private Optional<RequestSummary.Due> due(Optional<DueDay> counted) {
    return counted.map(due -> RequestSummary.Due.of(due, now));
  }
}
