package org.quietus.recipient;

import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.quietus.policy.RecipientSettings;

/**
 * Something that a recipient must be told: that a person was erased, or an answer to pass on. What
 * it holds is made when it goes out.
 *
 * @param id opaque; the same however often it is repeated, and another for each recipient
 * @param answer the number of the answer to pass on; 0 for an erasure
 * @param recipient as the job file names it
 * @param reason a code: of the exemption, or of what came of the last attempt
 * @param since when the present series of attempts began
 * @param attempts how many there were in that series
 * @param next the first moment at which it may be repeated
 * @param told when the recipient got it first, as far as is known
 * @param settled when it was known that nothing more is to be done
 * @param places where it was left and, as far as is known, still lies: {@code file:///directory} or
 *     {@code table:name}
 */
public record Notice(
    String id,
    String request,
    int answer,
    String recipient,
    State state,
    String reason,
    Instant created,
    Instant since,
    int attempts,
    Instant next,
    Optional<Instant> told,
    Optional<Instant> settled,
    List<String> places) {

  /** The reason of one whose recipient the job file does not name. */
  public static final String NOT_IN_JOB_FILE = "not-in-job-file";

  /** The reason of one whose person nobody knows any more. */
  static final String LOST = "identifiers-lost";

  /** How long such a notice waits for the job file to name its recipient again. */
  public static final Period ORPHANED = Period.ofDays(30);

  public Notice {
    places = List.copyOf(places);
  }

  /** Where a notice stands. */
  public enum State {
    /** To be told. */
    PENDING,
    /** Left where the recipient fetches it; not confirmed, unless it need not be. */
    TOLD,
    /** The recipient said that it has it, or somebody said so for the recipient. */
    ACKNOWLEDGED,
    /** Given up: the recipient was not told in time, or did not confirm. */
    FAILED,
    /** Not told, for a reason. */
    EXEMPT;

    /** The state of a word that we wrote ourselves. */
    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A notice that nobody has tried to tell yet. */
  public static Notice pending(String id, String request, int answer, String to, Instant now) {
    return new Notice(
        id,
        request,
        answer,
        to,
        State.PENDING,
        "new",
        now,
        now,
        0,
        now,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Whether it passes an answer on, rather than telling of an erasure. */
  public boolean passesAnswerOn() {
    return recipient.equals(RecipientSettings.ANSWERS);
  }

  /** Whether something is still to be done for it. */
  public boolean isOpen() {
    return settled.isEmpty();
  }

  /** The same, settled in a state for good. */
  Notice settled(State end, String why, Instant now) {
    boolean reached = end == State.ACKNOWLEDGED || end == State.TOLD;
    return new Notice(
        id,
        request,
        answer,
        recipient,
        end,
        why,
        created,
        since,
        attempts,
        next,
        reached ? told.or(() -> Optional.of(now)) : told,
        Optional.of(now),
        places);
  }

  /** The same after one more attempt that settled nothing. */
  Notice attempted(State now, String why, Instant at) {
    return new Notice(
        id,
        request,
        answer,
        recipient,
        now,
        why,
        created,
        since,
        attempts + 1,
        Backoff.next(attempts + 1, at),
        now == State.TOLD ? told.or(() -> Optional.of(at)) : told,
        Optional.empty(),
        places);
  }

  /** The same, to be tried from the beginning. */
  Notice again(Instant now) {
    State reset = state == State.TOLD ? State.TOLD : State.PENDING;
    return new Notice(
        id,
        request,
        answer,
        recipient,
        reset,
        "retried",
        created,
        now,
        0,
        now,
        told,
        Optional.empty(),
        places);
  }

  /** The same, with another reason for not having been told or confirmed yet. */
  Notice waiting(String why) {
    return new Notice(
        id, request, answer, recipient, state, why, created, since, attempts, next, told, settled,
        places);
  }

  /** The same, left at one more place. */
  Notice leftAt(String place) {
    List<String> all = new ArrayList<>(places);
    if (!all.contains(place)) {
      all.add(place);
    }
    return at(all);
  }

  /** The same, which does not lie at a place any more. */
  Notice clearedFrom(String place) {
    return at(places.stream().filter(one -> !one.equals(place)).toList());
  }

  private Notice at(List<String> all) {
    return new Notice(
        id, request, answer, recipient, state, reason, created, since, attempts, next, told,
        settled, all);
  }
}
