package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.policy.RequestKind;

/** The state table against one that was written down apart from it, and every other combination. */
class TransitionsTest {

  /** Move: from → to, by; O operator, D data-protection officer, Q requester, S system, R run. */
  private static final List<String> WRITTEN_DOWN =
      List.of(
          "ask-identity: received > verifying ODS",
          "verify: received > cooling-off ODS",
          "verify: received > approved ODS",
          "verify: received > received ODS",
          "verify: verifying > received ODS",
          "verify: verifying > cooling-off ODS",
          "verify: verifying > approved ODS",
          "approve: cooling-off > approved ODR",
          "answer: received > answered OD",
          "answer: verifying > answered OD",
          "refuse: received > refused OD",
          "refuse: verifying > refused OD",
          "refuse: cooling-off > refused OD",
          "refuse: approved > refused OD",
          "cancel: received > cancelled ODQ",
          "cancel: verifying > cancelled ODQ",
          "cancel: cooling-off > cancelled ODQ",
          "cancel: approved > cancelled ODQ",
          "expire: received > expired OD",
          "expire: verifying > expired OD",
          "uphold: received > approved OD",
          "uphold: verifying > approved OD",
          "uphold: cooling-off > approved OD",
          "reject: received > refused OD",
          "reject: verifying > refused OD",
          "extend: received > received OD",
          "extend: verifying > verifying OD",
          "extend: cooling-off > cooling-off OD",
          "extend: approved > approved OD",
          "extend: running > running OD",
          "extend: settling > settling OD",
          "extend: deferred > deferred OD",
          "restrict: received > received ODS",
          "restrict: verifying > verifying ODS",
          "restrict: cooling-off > cooling-off ODS",
          "restrict: approved > approved ODS",
          "restrict: deferred > deferred ODS",
          "unrestrict: received > received OD",
          "unrestrict: verifying > verifying OD",
          "unrestrict: cooling-off > cooling-off OD",
          "unrestrict: approved > approved OD",
          "unrestrict: deferred > deferred OD",
          "unrestrict: refused > refused OD",
          "unrestrict: cancelled > cancelled OD",
          "unrestrict: expired > expired OD",
          "review: received > received OD",
          "review: verifying > verifying OD",
          "review: cooling-off > cooling-off OD",
          "review: approved > approved OD",
          "review: running > running OD",
          "review: settling > settling OD",
          "review-copy: running > running OD",
          "review-copy: settling > settling OD",
          "review-copy: deferred > deferred OD",
          "review-copy: completed > completed OD",
          "accept: running > running OD",
          "accept: settling > settling OD",
          "accept: deferred > deferred OD",
          "accept: completed > completed OD",
          "accept: refused > refused OD",
          "accept: cancelled > cancelled OD",
          "merge: received > received ODS",
          "merge: verifying > verifying ODS",
          "merge: cooling-off > cooling-off ODS",
          "merge: approved > approved ODS",
          "take-up: approved > running R",
          "take-up: deferred > running R",
          "put-back: running > approved R",
          "settle: running > settling R",
          "defer: running > deferred R",
          "defer: settling > deferred R",
          "complete: running > completed R",
          "complete: settling > completed R",
          "complete: completed > completed R");

  private static Set<String> written() {
    Set<String> all = new HashSet<>();
    for (String line : WRITTEN_DOWN) {
      String move = line.substring(0, line.lastIndexOf(' '));
      line.substring(line.lastIndexOf(' ') + 1)
          .chars()
          .forEach(letter -> all.add(move + " " + (char) letter));
    }
    return all;
  }

  private static char letter(Role role) {
    return role == Role.REQUESTER ? 'Q' : role.name().toUpperCase(Locale.ROOT).charAt(0);
  }

  @Test
  void allowsWhatIsWrittenDownAndNothingElse() {
    Set<String> allowed = new HashSet<>();
    for (Move move : Move.values()) {
      for (State from : State.values()) {
        for (State to : State.values()) {
          for (Role role : Role.values()) {
            if (Transitions.allows(move, from, to, role)) {
              allowed.add("%s: %s > %s %s".formatted(move, from, to, letter(role)));
            }
          }
        }
      }
    }
    assertThat(allowed).isEqualTo(written());
  }

  @Test
  void leadsNowhereFromTheEndButToKeptRowsThatComeDue() {
    assertThat(Transitions.from(State.COMPLETED))
        .containsExactly(Move.REVIEW_COPY, Move.ACCEPT, Move.COMPLETE);
    for (State givenUp : List.of(State.REFUSED, State.CANCELLED)) {
      assertThat(Transitions.from(givenUp)).containsExactly(Move.UNRESTRICT, Move.ACCEPT);
    }
    assertThat(Transitions.from(State.EXPIRED)).containsExactly(Move.UNRESTRICT);
    assertThat(Transitions.from(State.ANSWERED)).isEmpty();
  }

  @Test
  void everyStateIsReached() {
    Set<String> reached = new HashSet<>(Set.of(State.RECEIVED.toString()));
    WRITTEN_DOWN.forEach(line -> reached.add(line.split(" ")[3]));
    assertThat(Arrays.stream(State.values()).map(State::toString))
        .containsOnlyOnceElementsOf(reached);
    assertThat(reached).hasSize(State.values().length);
  }

  @Test
  void letsPassWhatTheTableHas() {
    assertThatCode(
            () ->
                Transitions.check(
                    in(State.COOLING_OFF), Move.APPROVE, State.APPROVED, Role.OPERATOR))
        .doesNotThrowAnyException();
  }

  @Test
  void saysWhatIsPossibleInstead() {
    assertThatThrownBy(
            () ->
                Transitions.check(in(State.RECEIVED), Move.APPROVE, State.APPROVED, Role.OPERATOR))
        .isInstanceOf(NotPossible.class)
        .hasMessageContainingAll("r1", "received", "request verify", "request refuse");
    assertThatThrownBy(
            () ->
                Transitions.check(
                    in(State.COMPLETED), Move.CANCEL, State.CANCELLED, Role.REQUESTER))
        .hasMessageContainingAll("completed", "cannot be brought back", "nothing, it is closed");
    assertThatThrownBy(
            () -> Transitions.check(in(State.RECEIVED), Move.REFUSE, State.REFUSED, Role.REQUESTER))
        .hasMessageContainingAll("role requester", "operator", "dpo");
  }

  private static ErasureRequest in(State state) {
    return new ARequest(Instant.EPOCH).in(state);
  }

  private static ErasureRequest asking(RequestKind kind) {
    return new ARequest(Instant.EPOCH).asking(kind).in(State.RECEIVED);
  }

  @Test
  void whatIsAnsweredAloneNeverComesToARunOrAHold() {
    for (RequestKind kind : RequestKind.ANSWERED) {
      assertThat(Transitions.from(asking(kind)))
          .containsExactlyInAnyOrder(
              Move.ASK_IDENTITY,
              Move.VERIFY,
              Move.ANSWER,
              Move.REFUSE,
              Move.CANCEL,
              Move.EXPIRE,
              Move.EXTEND,
              Move.MERGE);
      assertThatThrownBy(
              () -> Transitions.check(asking(kind), Move.UPHOLD, State.APPROVED, Role.OPERATOR))
          .isInstanceOf(NotPossible.class)
          .hasMessageContainingAll("r1", "asks for", "request answer");
    }
    assertThat(Transitions.from(asking(RequestKind.ERASURE))).doesNotContain(Move.ANSWER);
  }
}
