package org.quietus.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.request.Deadlines;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RequestEvent;
import org.quietus.request.RequestHistory;
import org.quietus.request.RequestTimes;
import org.quietus.request.State;

/**
 * Requests with the time that is left for each, as of one moment.
 *
 * @param owing the requests whose requesters were not told all that they must be
 */
record RequestSummaries(Deadlines deadlines, Instant now, Set<String> owing) {

  RequestSummary of(ErasureRequest request, List<RequestEvent> events) {
    return of(request, events, Optional.empty(), false);
  }

  RequestSummary of(
      ErasureRequest request, List<RequestEvent> events, Optional<String> receipt, boolean merged) {
    RequestTimes times = RequestHistory.times(request, events);
    boolean acting = !request.state().isTerminal();
    boolean open = acting || owing.contains(request.id());
    boolean erasing = acting && request.state() != State.DEFERRED;
    return new RequestSummary(
        request.id(),
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
        open
            ? deadlines.answer(times, now).map(due -> RequestSummary.Due.of(due, now))
            : Optional.empty(),
        erasing
            ? deadlines.erase(times, now).map(due -> RequestSummary.Due.of(due, now))
            : Optional.empty(),
        request.completedAt(),
        request.keptUntil(),
        receipt,
        merged,
        events);
  }
}
