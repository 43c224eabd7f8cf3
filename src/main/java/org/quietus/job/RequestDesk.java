package org.quietus.job;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.quietus.request.Answer;
import org.quietus.request.Decisions;
import org.quietus.request.Inbox;
import org.quietus.request.NewRequest;
import org.quietus.request.Role;
import org.quietus.target.LeftObject;

/** A job's erasure requests, and what people do with them. */
public interface RequestDesk {

  /**
   * Takes requests in, all or none of them.
   *
   * @return one each; the same one for those that one person made twice
   * @throws CannotRun if any of them cannot be taken in
   */
  List<RequestSummary> take(List<NewRequest> requests, Role role);

  /**
   * Takes in what applications have filed in the job's inbox table; none if it has no inbox.
   *
   * @throws CannotRun if the table cannot be used
   */
  Inbox.Emptied takeFromInbox();

  /** All of them, the oldest first. */
  List<RequestSummary> all();

  /** The objects of backups that a request's person may still be in, as the last run left them. */
  List<LeftObject> left(String id);

  /**
   * Has the person's data left alone, by requests and by periods, until that is lifted.
   *
   * @param review the day on which somebody decides whether it is still needed
   */
  RequestSummary restrict(String id, Role role, LocalDate review);

  /**
   * Decides about a request, and returns it as it is then.
   *
   * @throws org.quietus.request.NotPossible if its state does not allow that
   */
  RequestSummary decide(String id, Role role, Decision decision);

  /** What requesters must be told, the oldest first; none unless the job file requires it. */
  List<Answer> answers();

  /**
   * Notes that an answer was sent.
   *
   * @throws org.quietus.request.NotPossible if there is none, or not at that moment
   */
  Answer answered(String id, Instant at);

  /** One of the things that can be decided, e.g. {@code Decisions::verify}. */
  interface Decision {

    /** Decides it, inside a transaction. */
    void make(Decisions decisions, String id, Role role, Instant at);
  }
}
