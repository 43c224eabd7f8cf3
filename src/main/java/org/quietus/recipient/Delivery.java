package org.quietus.recipient;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
          settle(notice, Notice.State.ACKNOWLEDGED, "confirmed");
        } else {
          settle(notice, Notice.State.EXEMPT, exempt.reason().toString());
        }
      }
      mirror.copy();
      return;
    }
    try {
      deliver(to, open, channels.to(to), owned);
    } catch (ChannelFailed failed) {
      LOG.warn("recipient {}: {}", to.name(), failed.code());
      open.forEach(notice -> unless(notice, to, failed.code()));
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
          unless(notice, to, "recipient-unreachable");
        }
      }
    }
    sweep(to, channel);
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
        settle(notice, Notice.State.ACKNOWLEDGED, "confirmed");
      }
      return Optional.of(confirmed);
    } catch (ChannelFailed failed) {
      LOG.warn("notice {} to {}: {}", notice.id(), notice.recipient(), failed.code());
      note(notice, one -> one.attempted(one.state(), failed.code(), now()));
      return Optional.empty();
    }
  }

  /** False if the recipient cannot be reached at all. */
  private boolean attempt(Notice notice, RecipientSettings to, Channel channel) {
    try {
      if (isSentByHand(notice)) {
        settle(notice, Notice.State.ACKNOWLEDGED, "sent-by-hand");
      } else if (notice.next().isAfter(now())) {
        unless(notice, to, "not-confirmed");
      } else {
        tell(notice, to, channel);
      }
      return true;
    } catch (ChannelFailed failed) {
      LOG.warn("notice {} to {}: {}", notice.id(), to.name(), failed.code());
      failed(notice, to, failed.code());
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
      settle(notice, reached, "confirmed");
    } else if (!to.confirmed()) {
      note(notice, one -> NoticePlaces.givenAway(one.settled(reached, "left", now()), to));
    } else if (isOver(notice, to.giveUp())) {
      settle(notice, Notice.State.FAILED, "not-confirmed");
    } else {
      note(notice, one -> one.attempted(reached, "left", now()));
    }
  }

  /** Empty, with the notice settled, if nobody can be told any more of whom it is about. */
  private Optional<byte[]> body(Notice notice, RecipientSettings to) {
    Optional<ErasureRequest> request = in(() -> requests.find(notice.request()));
    Optional<SealedPerson> person =
        request
            .flatMap(one -> in(() -> requests.remembered(one.id())))
            .filter(known -> !Received.isForgotten(known));
    if (person.isEmpty()) {
      settle(notice, Notice.State.FAILED, "identifiers-lost");
      return Optional.empty();
    }
    List<Map<String, String>> identifiers =
        Received.of(to, job, request.orElseThrow().subject(), person.get());
    if (identifiers.isEmpty()) {
      settle(notice, Notice.State.FAILED, "no-identifier");
      return Optional.empty();
    }
    return Optional.of(
        notice.passesAnswerOn()
            ? bodies.ofAnswer(
                notice, to, answer(notice).orElseThrow(), identifiers, person.get().nonce())
            : bodies.ofErasure(notice, to, request.get(), identifiers));
  }

  private void failed(Notice notice, RecipientSettings to, String code) {
    if (isOver(notice, to.giveUp())) {
      settle(notice, Notice.State.FAILED, code);
    } else {
      note(notice, one -> one.attempted(one.state(), code, now()));
    }
  }

  /** Gives a notice up that was not tried now, if its time is over. */
  private void unless(Notice notice, RecipientSettings to, String code) {
    if (isOver(notice, to.giveUp())) {
      settle(notice, Notice.State.FAILED, code);
    }
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
      settle(orphan, Notice.State.ACKNOWLEDGED, "confirmed");
    } else if (isSentByHand(orphan)) {
      settle(orphan, Notice.State.ACKNOWLEDGED, "sent-by-hand");
    } else if (isOver(orphan, Notice.ORPHANED)) {
      settle(orphan, Notice.State.FAILED, Notice.NOT_IN_JOB_FILE);
    } else if (!orphan.reason().equals(Notice.NOT_IN_JOB_FILE)) {
      note(orphan, one -> one.waiting(Notice.NOT_IN_JOB_FILE));
    }
  }

  private boolean isOver(Notice notice, Period period) {
    return !now().isBefore(notice.since().atZone(job.zone()).plus(period).toInstant());
  }

  private void settle(Notice notice, Notice.State state, String reason) {
    note(notice, one -> one.settled(state, reason, now()));
  }

  private void note(Notice notice, UnaryOperator<Notice> change) {
    transaction.executeWithoutResult(
        status -> {
          Notice before = notices.locked(notice.id());
          if (before.isOpen()) { // nobody has settled it meanwhile
            Notice after = change.apply(before);
            notices.note(before, after, now(), mirror);
            settled(after);
          }
        });
  }

  private void settled(Notice notice) {
    boolean reached =
        notice.state() == Notice.State.ACKNOWLEDGED || notice.state() == Notice.State.TOLD;
    if (!notice.isOpen() && notice.passesAnswerOn() && reached) {
      answer(notice).ifPresent(answer -> requests.answered(answer, now()));
    } else if (!notice.isOpen() && !notice.passesAnswerOn()) {
      requests.forget(notice.request());
    }
  }

  /** What was left for a recipient holds identifiers, and goes when it has served. */
  private void sweep(RecipientSettings to, Channel channel) {
    try {
      sweep(channel);
    } catch (ChannelFailed failed) {
      LOG.warn("recipient {}: {}", to.name(), failed.code());
    }
  }

  private void sweep(Channel channel) {
    List<String> left = channel.left();
    if (left.isEmpty()) {
      return;
    }
    Set<String> served = new HashSet<>();
    for (Notice notice : in(notices::all)) {
      if (!notice.isOpen() && notice.state() != Notice.State.TOLD) {
        served.add(notice.id());
      }
    }
    left.stream().filter(served::contains).forEach(channel::clear);
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
