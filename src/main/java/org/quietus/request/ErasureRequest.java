package org.quietus.request;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.quietus.policy.RequestKind;

/**
 * One person's request: to be erased, unless it asks to be answered alone.
 *
 * @param restricted whether the person's data must be left alone until that is lifted
 * @param verifiedAt when the requester had shown who they are
 * @param coolingOffEnds the first moment at which it may be acted on, if there is time to think
 * @param resolvedAt the erasure instant: when the person's rows were found, frozen from then on
 * @param settlesAt the first moment at which everything may be searched once more
 * @param keptUntil the day on which the next row that was kept on a lawful basis comes due
 * @param commitment to the person's identifiers, SHA-256, lower-case hex
 */
public record ErasureRequest(
    String id,
    Filing filing,
    State state,
    boolean restricted,
    Optional<Instant> verifiedAt,
    Optional<Instant> coolingOffEnds,
    Optional<Instant> resolvedAt,
    Optional<Instant> settlesAt,
    Optional<Instant> completedAt,
    Optional<LocalDate> keptUntil,
    String commitment) {

  /** What stands for the day on which kept rows come due that have no date. */
  public static final LocalDate UNDATED = LocalDate.of(9999, 12, 31);

  public String subject() {
    return filing.subject();
  }

  public Optional<String> tenant() {
    return filing.tenant();
  }

  /** What it asks for. */
  public RequestKind asks() {
    return filing.asks();
  }

  public Instant receivedAt() {
    return filing.receivedAt();
  }

  /** Whether a run at that moment has something to do for it. */
  public boolean isDue(Instant now, ZoneId zone) {
    if (restricted) {
      return false;
    }
    return switch (state) {
      case APPROVED, RUNNING -> true;
      case COOLING_OFF -> isOver(coolingOffEnds, now);
      case SETTLING -> isOver(settlesAt, now);
      case DEFERRED, COMPLETED ->
          keptUntil.filter(day -> !day.isAfter(now.atZone(zone).toLocalDate())).isPresent();
      case RECEIVED, VERIFYING, ANSWERED, REFUSED, CANCELLED, EXPIRED -> false;
    };
  }

  /** Whether its person was erased, and nothing is under way for it. */
  public boolean isCarriedOut() {
    return !restricted && (state == State.COMPLETED || state == State.DEFERRED);
  }

  /** Whether a run has begun to erase its person. */
  public boolean isBegun() {
    return switch (state) {
      case RUNNING, SETTLING, DEFERRED, COMPLETED -> true;
      case RECEIVED, VERIFYING, COOLING_OFF, APPROVED, ANSWERED, REFUSED, CANCELLED, EXPIRED ->
          false;
    };
  }

  /** Whether a run has done all that it could with the rows that it found. */
  public boolean isActedOn() {
    return switch (state) {
      case SETTLING, DEFERRED, COMPLETED -> true;
      case RUNNING -> // what a law has kept comes due
          completedAt.isPresent() || settlesAt.isPresent() || keptUntil.isPresent();
      case RECEIVED, VERIFYING, COOLING_OFF, APPROVED, ANSWERED, REFUSED, CANCELLED, EXPIRED ->
          false;
    };
  }

  /** Whether it came to its end without anything being done. */
  public boolean isGivenUp() {
    return switch (state) {
      case REFUSED, CANCELLED, EXPIRED -> true;
      case RECEIVED,
          VERIFYING,
          COOLING_OFF,
          APPROVED,
          RUNNING,
          SETTLING,
          DEFERRED,
          COMPLETED,
          ANSWERED ->
          false;
    };
  }

  private static boolean isOver(Optional<Instant> end, Instant now) {
    return end.filter(now::isBefore).isEmpty();
  }
}
