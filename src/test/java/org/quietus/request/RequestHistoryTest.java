package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.request.RequestTimes.Pause;

/** What deadlines depend on, read off a request's events. */
class RequestHistoryTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private final List<RequestEvent> events = new ArrayList<>();

  private void after(int hours, Move move, State state) {
    events.add(new RequestEvent(events.size() + 1, at(hours), move, state, Role.OPERATOR, "code"));
  }

  private static Instant at(int hours) {
    return NOON.plusSeconds(3_600L * hours);
  }

  private RequestTimes times() {
    return RequestHistory.times(new ARequest(NOON).verified(at(9)).in(State.VERIFYING), events);
  }

  @Test
  void clocksArePausedFromTheFirstQuestionWhoTheRequesterIsUntilItIsAnswered() {
    after(0, Move.FILE, State.RECEIVED);
    after(1, Move.ASK_IDENTITY, State.VERIFYING);
    after(2, Move.RESTRICT, State.VERIFYING);
    assertThat(times().pauses()).containsExactly(new Pause(at(1), Optional.empty()));

    after(3, Move.VERIFY, State.APPROVED);
    after(4, Move.TAKE_UP, State.RUNNING);
    assertThat(times())
        .isEqualTo(
            new RequestTimes(
                NOON,
                Optional.of(at(9)),
                List.of(new Pause(at(1), Optional.of(at(3)))),
                Optional.empty()));
  }

  @Test
  void anAnswerFromAClockThatIsBehindEndsThePauseWhereItBegan() {
    after(0, Move.FILE, State.RECEIVED);
    after(2, Move.ASK_IDENTITY, State.VERIFYING);
    after(1, Move.VERIFY, State.APPROVED);
    assertThat(times().pauses()).containsExactly(new Pause(at(2), Optional.of(at(2))));
  }

  @Test
  void knowsAnExtensionAndWhatWasGivenUp() {
    after(0, Move.FILE, State.APPROVED);
    assertThat(times().extended()).isEmpty();
    assertThat(RequestHistory.isAccepted(events)).isFalse();

    after(1, Move.EXTEND, State.APPROVED);
    after(2, Move.TAKE_UP, State.RUNNING);
    after(3, Move.ACCEPT, State.RUNNING);
    assertThat(times().extended()).contains(at(1));
    assertThat(RequestHistory.isAccepted(events)).isTrue();
  }

  @Test
  void knowsARequestOfTheClosingByHowItWasFiledUntilThePersonAsks() {
    filed("found");
    after(1, Move.EXTEND, State.APPROVED);
    after(2, Move.REVIEW, State.APPROVED);
    assertThat(isOfClosing(Ground.SERVICE_ENDED)).isTrue();
    assertThat(isOfClosing(Ground.MINOR)).isFalse();
    after(3, Move.MERGE, State.APPROVED);
    assertThat(isOfClosing(Ground.SERVICE_ENDED)).isFalse();

    events.clear();
    filed("added"); // by the inbox
    assertThat(isOfClosing(Ground.SERVICE_ENDED)).isFalse();
  }

  @Test
  void whoAskedAndThoughtBetterOfItDecidedNothingAboutTheClosing() {
    filed("found");
    assertThat(isDecidedAgainst(Ground.SERVICE_ENDED, State.CANCELLED)).isTrue();
    assertThat(isDecidedAgainst(Ground.MINOR, State.CANCELLED)).isTrue();
    assertThat(isDecidedAgainst(Ground.REQUEST, State.REFUSED)).isFalse();
    assertThat(isDecidedAgainst(Ground.SERVICE_ENDED, State.COMPLETED)).isFalse();
    after(1, Move.MERGE, State.APPROVED);
    assertThat(isDecidedAgainst(Ground.SERVICE_ENDED, State.CANCELLED)).isFalse();
    assertThat(isDecidedAgainst(Ground.SERVICE_ENDED, State.REFUSED)).isTrue();

    events.clear();
    filed("added");
    assertThat(isDecidedAgainst(Ground.SERVICE_ENDED, State.REFUSED)).isFalse();
  }

  private boolean isDecidedAgainst(Ground ground, State state) {
    return RequestHistory.isDecidedAgainst(new ARequest(NOON).on(ground).in(state), events);
  }

  private void filed(String reason) {
    events.add(new RequestEvent(1, NOON, Move.FILE, State.APPROVED, Role.SYSTEM, reason));
  }

  private boolean isOfClosing(Ground ground) {
    return RequestHistory.isOfClosing(new ARequest(NOON).on(ground).in(State.APPROVED), events);
  }
}
