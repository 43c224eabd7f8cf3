package org.quietus.recipient;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.quietus.policy.RecipientSettings;
import org.quietus.request.Answers;
import org.quietus.request.ErasureRequests;
import org.quietus.request.mirror.Mirror;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Notes what becomes of notices, and, in the same transaction, what that means to their requests:
 * an answer that was passed on is sent, and identifiers that nobody needs any more are forgotten.
 */
final class NoticeOutcomes {
  private final ZoneId zone;
  private final Notices notices;
  private final Answers answers;
  private final ErasureRequests requests;
  private final Mirror mirror;
  private final TransactionTemplate transaction;
  private final Supplier<Instant> now;

  /** {@code zone} is the one in which periods are counted; {@code now} in whole microseconds. */
  NoticeOutcomes(
      ZoneId zone,
      Notices notices,
      Answers answers,
      ErasureRequests requests,
      Mirror mirror,
      TransactionTemplate transaction,
      Supplier<Instant> now) {
    this.zone = zone;
    this.notices = notices;
    this.answers = answers;
    this.requests = requests;
    this.mirror = mirror;
    this.transaction = transaction;
    this.now = now;
  }

  /** Nothing is to be done for it any more. */
  void settle(Notice notice, Notice.State state, String reason) {
    note(notice, one -> one.settled(state, reason, now.get()));
  }

  /** An attempt failed: it is given up if its time is over, or waits for the next one. */
  void failed(Notice notice, RecipientSettings to, String code) {
    if (isOver(notice, to.giveUp())) {
      settle(notice, Notice.State.FAILED, code);
    } else {
      note(notice, one -> one.attempted(one.state(), code, now.get()));
    }
  }

  /** Gives a notice up that was not tried now, if its time is over. */
  void giveUpIfOver(Notice notice, RecipientSettings to, String code) {
    if (isOver(notice, to.giveUp())) {
      settle(notice, Notice.State.FAILED, code);
    }
  }

  boolean isOver(Notice notice, Period period) {
    return !now.get().isBefore(notice.since().atZone(zone).plus(period).toInstant());
  }

  /** Changes a notice as it is by now, unless somebody has settled it meanwhile. */
  void note(Notice notice, UnaryOperator<Notice> change) {
    transaction.executeWithoutResult(
        status -> {
          Notice before = notices.locked(notice.id());
          if (before.isOpen()) {
            Notice after = change.apply(before);
            notices.note(before, after, now.get(), mirror);
            settled(after);
          }
        });
  }

  private void settled(Notice notice) {
    boolean reached =
        notice.state() == Notice.State.ACKNOWLEDGED || notice.state() == Notice.State.TOLD;
    if (!notice.isOpen() && notice.passesAnswerOn() && reached) {
      answers
          .of(notice.request(), notice.answer())
          .ifPresent(answer -> requests.answered(answer, now.get()));
    } else if (!notice.isOpen() && !notice.passesAnswerOn()) {
      requests.forget(notice.request());
    }
  }
}
