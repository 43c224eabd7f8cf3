package org.quietus.recipient;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.quietus.policy.JobFile;
import org.quietus.policy.NoticeRoute;
import org.quietus.policy.RecipientSettings;
import org.quietus.request.Answer;
import org.quietus.request.Answers;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.SealedPerson;
import org.quietus.request.mirror.Mirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells recipients, at least once and always under the same id: each attempt is noted after it was
 * made, so that a kill in between repeats it and nothing else does.
 */
public final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST_FAILURES = 3;

  private final JobFile job;
  private final Notices notices;
  private final Answers answers;
  private final ErasureRequests requests;
  private final Mirror mirror;
  private final TransactionTemplate transaction;
  private final Channels channels;
  private final NoticePlaces places;
  private final NoticeBodies bodies;
  private final NoticeOutcomes outcomes;
  private final Clock clock;

  /** {@code transaction} must begin a new one each time. */
  public Delivery(
      JobFile job,
      Notices notices,
      Answers answers,
      ErasureRequests requests,
      Mirror mirror,
      TransactionTemplate transaction,
      Channels channels,
      Envelopes envelopes,
      Clock clock) {
    this.job = job;
    this.notices = notices;
    this.answers = answers;
    this.requests = requests;
    this.mirror = mirror;
    this.transaction = transaction;
    this.channels = channels;
    this.bodies = new NoticeBodies(job, envelopes);
    this.clock = clock;
    this.places = new NoticePlaces(notices, mirror, transaction, channels, this::now);
    this.outcomes =
        new NoticeOutcomes(job.zone(), notices, answers, requests, mirror, transaction, this::now);
  }

  /**
   * Tells all who are to be told by now.
   *
   * @param owned throws if this process may no longer write
   */
  public void deliver(Runnable owned) {
    job.recipients().values().forEach(to -> deliver(to, owned));
    in(notices::all).stream().filter(this::isOrphan).forEach(this::giveUp);
    places.tidy();
    mirror.copy();
  }

  /**
   * Passes on what requesters must be told, if the job file says by whom.
   *
   * @param ids gives each notice its id
   */
  public void passAnswersOn(Supplier<String> ids, Runnable owned) {
    if (job.answering().isEmpty()) {
      return;
    }
    transaction.executeWithoutResult(
        status ->
            answers.all().stream()
                .filter(answer -> answer.sentAt().isEmpty())
                .forEach(
                    answer ->
                        notices.add(
                            Notice.pending(
                                ids.get(),
                                answer.request(),
                                answer.number(),
                                RecipientSettings.ANSWERS,
                                now()),
                            mirror)));
    mirror.copy();
    deliver(job.answering().get(), owned);
    places.tidy();
    mirror.copy();
  }

  private void deliver(RecipientSettings to, Runnable owned) {
    List<Notice> open = in(() -> notices.open(to.name()));
    if (to.route() instanceof NoticeRoute.Exempt exempt) { // since it was to be told
      for (Notice notice : open) {
        if (places.isAcknowledged(notice)) {
          outcomes.settle(notice, Notice.State.ACKNOWLEDGED, "confirmed");
        } else {
          outcomes.settle(notice, Notice.State.EXEMPT, exempt.reason().toString());
        }
      }
      mirror.copy();
      return;
    }
    try {
      deliver(to, open, channels.to(to), owned);
    } catch (ChannelFailed failed) {
      LOG.warn("recipient {}: {}", to.name(), failed.code());
      open.forEach(notice -> outcomes.giveUpIfOver(notice, to, failed.code()));
    }
    mirror.copy();
  }

  /** One recipient that cannot be reached costs a run a few time-outs at the most. */
  private void deliver(RecipientSettings to, List<Notice> open, Channel channel, Runnable owned) {
    Instant end = now().plus(LONGEST);
    int failures = 0;
    boolean seen = true;
    for (Notice notice : open) {
      owned.run();
      boolean tried = failures < MOST_FAILURES;
      if (tried ? now().isBefore(end) : seen) {
        Optional<Boolean> confirmed = look(notice, to, channel);
        seen = confirmed.isPresent();
        if (tried) {
          boolean reached = seen && (confirmed.get() || attempt(notice, to, channel));
          failures = reached ? 0 : failures + 1;
        } else if (seen && !confirmed.get()) {
          outcomes.giveUpIfOver(notice, to, "recipient-unreachable");
        }
      }
    }
    places.sweep(to, channel);
  }

  /**
   * Whether it is confirmed, and settled then; empty if nobody can see that now. It is not given up
   * then, for the recipient may have confirmed it.
   */
  private Optional<Boolean> look(Notice notice, RecipientSettings to, Channel channel) {
    try {
      boolean confirmed =
          channel.isAcknowledged(notice.id()) || places.isAcknowledgedElsewhere(notice, to.route());
      if (confirmed) {
        outcomes.settle(notice, Notice.State.ACKNOWLEDGED, "confirmed");
      }
      return Optional.of(confirmed);
    } catch (ChannelFailed failed) {
      LOG.warn("notice {} to {}: {}", notice.id(), notice.recipient(), failed.code());
      outcomes.note(notice, one -> one.attempted(one.state(), failed.code(), now()));
      return Optional.empty();
    }
  }

  /** False if the recipient cannot be reached at all. */
  private boolean attempt(Notice notice, RecipientSettings to, Channel channel) {
    try {
      if (isSentByHand(notice)) {
        outcomes.settle(notice, Notice.State.ACKNOWLEDGED, "sent-by-hand");
      } else if (notice.next().isAfter(now())) {
        outcomes.giveUpIfOver(notice, to, "not-confirmed");
      } else {
        tell(notice, to, channel);
      }
      return true;
    } catch (ChannelFailed failed) {
      LOG.warn("notice {} to {}: {}", notice.id(), to.name(), failed.code());
      outcomes.failed(notice, to, failed.code());
      return !failed.isOfRecipient();
    }
  }

  private void tell(Notice notice, RecipientSettings to, Channel channel) {
    Optional<byte[]> body = body(notice, to);
    if (body.isEmpty()) {
      return;
    }
    places.note(notice, to);
    Notice.State reached = channel.tell(notice.id(), body.get());
    LOG.info("notice {} to {}: {}", notice.id(), to.name(), reached);
    if (reached == Notice.State.ACKNOWLEDGED) {
      outcomes.settle(notice, reached, "confirmed");
    } else if (!to.confirmed()) {
      outcomes.note(notice, one -> NoticePlaces.givenAway(one.settled(reached, "left", now()), to));
    } else if (outcomes.isOver(notice, to.giveUp())) {
      outcomes.settle(notice, Notice.State.FAILED, "not-confirmed");
    } else {
      outcomes.note(notice, one -> one.attempted(reached, "left", now()));
    }
  }

  /**
   * Empty, with the notice settled, if nobody can be told any more of whom it is about; with the
   * notice as it is, if another key tells that.
   */
  private Optional<byte[]> body(Notice notice, RecipientSettings to) {
    Optional<ErasureRequest> request = in(() -> requests.find(notice.request()));
    if (in(() -> requests.persons().areSealedOtherwise(notice.request()))) {
      return Optional.empty(); // told once that key is back
    }
    Optional<SealedPerson> person =
        request
            .flatMap(one -> in(() -> requests.remembered(one.id())))
            .filter(known -> !Received.isForgotten(known));
    if (person.isEmpty()) {
      outcomes.settle(notice, Notice.State.FAILED, Notice.LOST);
      return Optional.empty();
    }
    if (Received.isReviewLost(to, person.get(), in(() -> requests.events(notice.request())))) {
      outcomes.settle(notice, Notice.State.FAILED, Received.REVIEW_LOST);
      return Optional.empty();
    }
    List<Map<String, String>> identifiers =
        Received.of(to, job, request.orElseThrow().subject(), person.get());
    if (identifiers.isEmpty()) {
      String kind = request.get().subject();
      outcomes.settle(notice, Notice.State.FAILED, Received.whyNone(to, job, kind, person.get()));
      return Optional.empty();
    }
    return Optional.of(
        notice.passesAnswerOn()
            ? bodies.ofAnswer(
                notice, to, answer(notice).orElseThrow(), identifiers, person.get().nonce())
            : bodies.ofErasure(notice, to, request.get(), identifiers));
  }

  /** Whether the job file does not name its recipient any more, or nobody who passes answers on. */
  private boolean isOrphan(Notice notice) {
    return notice.isOpen()
        && (notice.passesAnswerOn()
            ? job.answering().isEmpty()
            : !job.recipients().containsKey(notice.recipient()));
  }

  /** Orphans wait for a while for the job file to name their recipient again. */
  private void giveUp(Notice orphan) {
    if (places.isAcknowledged(orphan)) {
      outcomes.settle(orphan, Notice.State.ACKNOWLEDGED, "confirmed");
    } else if (isSentByHand(orphan)) {
      outcomes.settle(orphan, Notice.State.ACKNOWLEDGED, "sent-by-hand");
    } else if (outcomes.isOver(orphan, Notice.ORPHANED)) {
      outcomes.settle(orphan, Notice.State.FAILED, Notice.NOT_IN_JOB_FILE);
    } else if (!orphan.reason().equals(Notice.NOT_IN_JOB_FILE)) {
      outcomes.note(orphan, one -> one.waiting(Notice.NOT_IN_JOB_FILE));
    }
  }

  private boolean isSentByHand(Notice notice) {
    return notice.passesAnswerOn()
        && in(() -> answer(notice)).filter(answer -> answer.sentAt().isEmpty()).isEmpty();
  }

  private Optional<Answer> answer(Notice notice) {
    return answers.of(notice.request(), notice.answer());
  }

  private <T> T in(Supplier<T> reading) {
    return Objects.requireNonNull(
        transaction.execute(status -> reading.get()), "a transaction's result");
  }

  /** In whole microseconds, which is what databases keep. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
