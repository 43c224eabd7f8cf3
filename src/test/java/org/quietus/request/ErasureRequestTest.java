package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a request's state and moments say of it. */
class ErasureRequestTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-03-10T22:30:00Z");
  private static final Instant SOON = NOW.plusNanos(1_000);
  private static final LocalDate TODAY = LocalDate.parse("2026-03-10");

  private static Set<State> states(ARequest request, Predicate<ErasureRequest> that) {
    return Arrays.stream(State.values())
        .filter(state -> that.test(request.in(state)))
        .collect(Collectors.toSet());
  }

  private static Set<State> due(ARequest request) {
    return states(request, one -> one.isDue(NOW, BERLIN));
  }

  @Test
  void isDueOnceItsTermIsOverAndNotBefore() {
    ARequest request =
        new ARequest(NOW).coolingOffUntil(SOON).settlingUntil(SOON).keptUntil(TODAY.plusDays(1));
    assertThat(due(request)).containsExactlyInAnyOrder(State.APPROVED, State.RUNNING);

    assertThat(due(request.coolingOffUntil(NOW)))
        .containsExactlyInAnyOrder(State.APPROVED, State.RUNNING, State.COOLING_OFF);
    assertThat(due(request.coolingOffUntil(SOON).settlingUntil(NOW)))
        .containsExactlyInAnyOrder(State.APPROVED, State.RUNNING, State.SETTLING);
    assertThat(due(request.settlingUntil(SOON).keptUntil(TODAY)))
        .containsExactlyInAnyOrder(State.APPROVED, State.RUNNING, State.DEFERRED, State.COMPLETED);
  }

  @Test
  void keptRowsComeDueOnTheDayThatTheJobsZoneHas() {
    ErasureRequest request = new ARequest(NOW).keptUntil(TODAY.plusDays(1)).in(State.COMPLETED);
    assertThat(request.isDue(NOW, ZoneId.of("Asia/Shanghai"))).isTrue();
    assertThat(request.isDue(NOW, BERLIN)).isFalse();

    assertThat(due(new ARequest(NOW))).doesNotContain(State.DEFERRED, State.COMPLETED);
  }

  @Test
  void whileItIsRestrictedNothingIsDueNorCarriedOut() {
    ARequest request =
        new ARequest(NOW).restricted().coolingOffUntil(NOW).settlingUntil(NOW).keptUntil(TODAY);
    assertThat(due(request)).isEmpty();
    assertThat(states(request, ErasureRequest::isCarriedOut)).isEmpty();
  }

  @Test
  void isActedOnOnceARunHasDoneWhatItCould() {
    assertThat(states(new ARequest(NOW), ErasureRequest::isActedOn))
        .containsExactlyInAnyOrder(State.SETTLING, State.DEFERRED, State.COMPLETED);

    State[] whatIsTakenUpAgainToo = {
      State.SETTLING, State.DEFERRED, State.COMPLETED, State.RUNNING
    };
    assertThat(states(new ARequest(NOW).settlingUntil(NOW), ErasureRequest::isActedOn))
        .containsExactlyInAnyOrder(whatIsTakenUpAgainToo);
    assertThat(states(new ARequest(NOW).completed(NOW), ErasureRequest::isActedOn))
        .containsExactlyInAnyOrder(whatIsTakenUpAgainToo);
    assertThat(states(new ARequest(NOW).keptUntil(TODAY), ErasureRequest::isActedOn))
        .as("deferred, and no ledger may tell so after a restore")
        .containsExactlyInAnyOrder(whatIsTakenUpAgainToo);
  }

  @Test
  void isBegunCarriedOutOrGivenUpByItsState() {
    ARequest request = new ARequest(NOW);
    assertThat(states(request, ErasureRequest::isBegun))
        .containsExactlyInAnyOrder(State.RUNNING, State.SETTLING, State.DEFERRED, State.COMPLETED);
    assertThat(states(request, ErasureRequest::isCarriedOut))
        .containsExactlyInAnyOrder(State.DEFERRED, State.COMPLETED);
    assertThat(states(request, ErasureRequest::isGivenUp))
        .containsExactlyInAnyOrder(State.REFUSED, State.CANCELLED, State.EXPIRED);
  }
}
