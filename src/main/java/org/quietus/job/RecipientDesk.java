package org.quietus.job;

import java.time.Instant;
import java.util.List;
import org.quietus.policy.Exemption;
import org.quietus.recipient.Notice;

/** What recipients were told of a job's erasures, and what people do about it. */
public interface RecipientDesk {

  /** All notices, the oldest first. */
  List<Notice> notices();

  /**
   * Has a notice told by the next run, whenever it would have been repeated.
   *
   * @throws org.quietus.request.NotPossible if there is none, or nothing to tell
   */
  Notice retry(String id);

  /**
   * Leaves a recipient untold, for a reason.
   *
   * @throws org.quietus.request.NotPossible if there is none, or it was told
   */
  Notice exempt(String id, Exemption reason);

  /**
   * Notes that a recipient has confirmed a notice otherwise than by the way that it came.
   *
   * @throws org.quietus.request.NotPossible if there is none, or not at that moment
   */
  Notice acknowledge(String id, Instant at);
}
