package org.quietus.run.certify;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.quietus.certificate.LegalClock;
import org.quietus.certificate.SubjectCommitment;
import org.quietus.evidence.Digest;
import org.quietus.policy.JobFile;
import org.quietus.request.Deadlines;
import org.quietus.request.ErasureRequest;
import org.quietus.request.Move;
import org.quietus.request.RequestEvent;
import org.quietus.request.RequestHistory;
import org.quietus.request.RequestTimes;

/**
 * What certificates say of the request that they are about.
 *
 * @param purpose the one that consent was withdrawn for, if for one alone
 * @param requester in which role somebody asked
 * @param approver in which role somebody decided that last
 */
record AboutRequest(
    LegalClock clock,
    SubjectCommitment subject,
    Optional<String> purpose,
    String ground,
    String requester,
    String approver) {

  private static final Set<Move> DECISIONS =
      EnumSet.of(Move.FILE, Move.VERIFY, Move.APPROVE, Move.UPHOLD, Move.REFUSE, Move.REJECT);

  /** As of a moment; {@code completed} if the request has come to its end by then. */
  static AboutRequest of(
      JobFile job,
      ErasureRequest request,
      List<RequestEvent> events,
      Instant now,
      Optional<Instant> completed) {
    return new AboutRequest(
        clock(job, request, RequestHistory.times(request, events), now, completed),
        new SubjectCommitment(new Digest(request.commitment())),
        request.filing().purpose(),
        request.filing().ground().toString(),
        request.filing().requester().certified(),
        events.stream()
            .filter(event -> DECISIONS.contains(event.move()))
            .reduce((earlier, later) -> later)
            .orElseThrow()
            .role()
            .toString());
  }

  private static LegalClock clock(
      JobFile job,
      ErasureRequest request,
      RequestTimes times,
      Instant now,
      Optional<Instant> completed) {
    Deadlines deadlines = Deadlines.of(job);
    Optional<LocalDate> extended =
        times.extended().flatMap(at -> Deadlines.ifCertain(deadlines.answer(times, now)));
    // the clock of whoever verified, or ran, may be behind that of who received it
    UnaryOperator<Instant> since =
        at -> at.isBefore(request.receivedAt()) ? request.receivedAt() : at;
    return new LegalClock(
        day(request.receivedAt(), job.zone()),
        request.verifiedAt().map(since).map(at -> day(at, job.zone())),
        Deadlines.ifCertain(deadlines.erase(times, now)),
        extended,
        completed.map(since).map(end -> day(end, job.zone())));
  }

  private static LocalDate day(Instant at, ZoneId zone) {
    return at.atZone(zone).toLocalDate();
  }
}
