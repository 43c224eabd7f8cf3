package org.quietus.recipient;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.quietus.policy.NoticeRoute;
import org.quietus.policy.RecipientSettings;
import org.quietus.request.mirror.Mirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where notices were left: noted before it is done, since what lies there holds identifiers and has
 * to go when it has served, also if the job file sends notices elsewhere by then, or names the
 * recipient no longer.
 */
final class NoticePlaces {
  private static final Logger LOG = LoggerFactory.getLogger(NoticePlaces.class);

  private final Notices notices;
  private final Mirror mirror;
  private final TransactionTemplate transaction;
  private final Channels channels;
  private final Supplier<Instant> now;

  NoticePlaces(
      Notices notices,
      Mirror mirror,
      TransactionTemplate transaction,
      Channels channels,
      Supplier<Instant> now) {
    this.notices = notices;
    this.mirror = mirror;
    this.transaction = transaction;
    this.channels = channels;
    this.now = now;
  }

  /** Notes that a notice is about to be left where its recipient fetches it. */
  void note(Notice notice, RecipientSettings to) {
    Channels.place(to.route())
        .filter(place -> !notice.places().contains(place))
        .ifPresent(place -> change(notice, one -> one.leftAt(place)));
  }

  /**
   * A notice that need not be confirmed and is left for good: that is the recipient's from now on.
   */
  static Notice givenAway(Notice notice, RecipientSettings to) {
    return Channels.place(to.route()).map(notice::clearedFrom).orElse(notice);
  }

  /** Whether a notice was confirmed where it was left before the job file changed. */
  boolean isAcknowledgedElsewhere(Notice notice, NoticeRoute now) {
    Optional<String> asked = Channels.place(now);
    return notice.places().stream()
        .filter(place -> asked.filter(place::equals).isEmpty())
        .anyMatch(place -> isAcknowledged(notice, place));
  }

  /** The same, of one that the job file has no recipient for. */
  boolean isAcknowledged(Notice notice) {
    return notice.places().stream().anyMatch(place -> isAcknowledged(notice, place));
  }

  private boolean isAcknowledged(Notice notice, String place) {
    try {
      return channels.at(place).isAcknowledged(notice.id());
    } catch (ChannelFailed failed) {
      LOG.warn("notice {} to {}: {}", notice.id(), notice.recipient(), failed.code());
      return false;
    }
  }

  /** Removes what has served; what cannot be removed is tried again by the next run. */
  void tidy() {
    for (Notice notice : in(notices::leftBehind)) {
      notice.places().forEach(place -> clear(notice, place));
    }
  }

  /** What was left for a recipient holds identifiers, and goes when it has served. */
  void sweep(RecipientSettings to, Channel channel) {
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

  private void clear(Notice notice, String place) {
    try {
      channels.at(place).clear(notice.id());
      change(notice, one -> one.clearedFrom(place));
    } catch (ChannelFailed failed) {
      LOG.warn(
          "what was left for {} at {} cannot be removed: {}",
          notice.recipient(),
          place,
          failed.code());
    }
  }

  private void change(Notice notice, UnaryOperator<Notice> change) {
    transaction.executeWithoutResult(
        status -> {
          Notice before = notices.locked(notice.id());
          notices.note(before, change.apply(before), now.get(), mirror);
          if (!before.isOpen()) {
            notices.uncertify(before);
          }
        });
  }

  private List<Notice> in(Supplier<List<Notice>> reading) {
    return Objects.requireNonNull(transaction.execute(status -> reading.get()), "the notices");
  }
}
