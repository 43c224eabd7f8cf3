package org.quietus.recipient;

import java.time.Instant;
import java.util.Optional;
import org.quietus.policy.Exemption;
import org.quietus.policy.JobFile;
import org.quietus.policy.NoticeRoute;
import org.quietus.policy.RecipientSettings;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.NotPossible;
import org.quietus.request.RequestHistory;
import org.quietus.request.SealedPerson;
import org.quietus.request.mirror.Mirror;

/** Who is to be told, and what people decide about that; each inside the caller's transaction. */
public final class NoticeDesk {
  private final Notices notices;
  private final ErasureRequests requests;
  private final Mirror mirror;

  public NoticeDesk(Notices notices, ErasureRequests requests, Mirror mirror) {
    this.notices = notices;
    this.requests = requests;
    this.mirror = mirror;
  }

  /** Gives notices their ids. */
  public interface Ids {
    String next();
  }

  /**
   * Adds a notice for each recipient who had received something of a request's person, once the
   * person's rows are gone; again does nothing.
   */
  public void add(JobFile job, ErasureRequest request, SubjectType subject, Ids ids, Instant now) {
    for (RecipientSettings to : job.recipients().values()) {
      if (Received.concerns(to, subject)) {
        Notice pending = Notice.pending(ids.next(), request.id(), 0, to.name(), now);
        Optional<SealedPerson> person = requests.remembered(request.id());
        if (to.route() instanceof NoticeRoute.Exempt exempt) {
          notices.add(
              pending.settled(Notice.State.EXEMPT, exempt.reason().toString(), now), mirror);
        } else if (isForgotten(request, person)) {
          notices.add(pending.settled(Notice.State.FAILED, Notice.LOST, now), mirror);
        } else if (Received.isReviewLost(to, person.orElseThrow(), requests.events(request.id()))) {
          notices.add(pending.settled(Notice.State.FAILED, Received.REVIEW_LOST, now), mirror);
        } else if (Received.of(to, job, subject.name(), person.orElseThrow()).isEmpty()) {
          String why = Received.whyNone(to, job, subject.name(), person.orElseThrow());
          Notice.State end =
              why.equals(Received.SHARED) ? Notice.State.FAILED : Notice.State.EXEMPT;
          notices.add(pending.settled(end, why, now), mirror);
        } else {
          notices.add(pending, mirror);
        }
      }
    }
  }

  /**
   * Whether what the recipient had received cannot be told any more, because the person was
   * forgotten once the request had been carried out, or with a database; somebody who never had an
   * identifier is not.
   */
  private boolean isForgotten(ErasureRequest request, Optional<SealedPerson> person) {
    return person.isEmpty()
        || (Received.isForgotten(person.get())
            && (person.get().nonce().isEmpty()
                || RequestHistory.isCarriedOut(requests.events(request.id()))));
  }

  /**
   * Has a notice told by the next run, from the beginning.
   *
   * @throws NotPossible if it is settled and its identifiers are forgotten
   */
  public Notice retry(String id, Instant now) {
    Notice before = notices.locked(id);
    boolean forgotten =
        requests.remembered(before.request()).map(Received::isForgotten).orElse(true);
    if (before.state() == Notice.State.ACKNOWLEDGED
        || before.state() == Notice.State.EXEMPT
        || (before.state() == Notice.State.TOLD && !before.isOpen())) {
      throw new NotPossible(
          "notice " + id + " is " + before.state() + "; there is nothing to retry");
    }
    if (forgotten) {
      throw new NotPossible(
          "notice "
              + id
              + " cannot be told again: the identifiers were forgotten when it failed; tell the"
              + " recipient by hand, then: quietus recipient acknowledge");
    }
    return changed(before, before.again(now), now);
  }

  /**
   * Leaves a recipient untold, for a reason.
   *
   * @throws NotPossible if the recipient has it already, or if it is an answer
   */
  public Notice exempt(String id, Exemption reason, Instant now) {
    Notice before = notices.locked(id);
    if (before.passesAnswerOn()) {
      throw new NotPossible(
          "notice "
              + id
              + " is an answer, which is owed; note that it was sent: quietus answer sent");
    }
    return changed(
        before, requireUnsettled(before).settled(Notice.State.EXEMPT, reason.toString(), now), now);
  }

  /**
   * Notes that the recipient has confirmed it otherwise, e.g. by letter.
   *
   * @throws NotPossible if that is not possible any more, or if it is an answer
   */
  public Notice acknowledge(String id, Instant at, Instant now) {
    Notice before = notices.locked(id);
    if (before.passesAnswerOn()) {
      throw new NotPossible(
          "notice " + id + " is an answer; note that it was sent: quietus answer sent");
    }
    if (at.isAfter(now) || at.isBefore(before.created())) {
      throw new NotPossible(
          "notice "
              + id
              + " was made at "
              + before.created()
              + "; it cannot have been confirmed before that or in the future");
    }
    return changed(
        before, requireUnsettled(before).settled(Notice.State.ACKNOWLEDGED, "by-hand", at), now);
  }

  private static Notice requireUnsettled(Notice notice) {
    if (!notice.isOpen() && notice.state() != Notice.State.FAILED) {
      throw new NotPossible("notice " + notice.id() + " is " + notice.state() + " already");
    }
    return notice;
  }

  private Notice changed(Notice before, Notice after, Instant now) {
    notices.note(before, after, now, mirror);
    requests.forget(after.request());
    return after;
  }
}
