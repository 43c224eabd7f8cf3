package org.quietus.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.quietus.objectstore.StoreException;

class RetryTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(5, Duration.ofMillis(1), Duration.ofMillis(3), Duration.ofMinutes(1));

  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void repeatsUntilACallReturns() {
    Retry retry = new Retry(POLICY, Clock.systemUTC());
    Integer reached = retry.call(attempt -> attempt < 4 ? unreachable() : attempt);
    assertThat(reached).isEqualTo(4);
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    Retry retry = new Retry(POLICY, Clock.systemUTC());
    assertThatThrownBy(() -> retry.call(attempt -> unreachable()))
        .isInstanceOf(StoreException.Unreachable.class);
    assertThat(calls).hasValue(5);
  }

  @Test
  void givesUpAtTheDeadline() {
    Retry retry = new Retry(POLICY, new TickingClock(Duration.ofSeconds(25)));
    assertThatThrownBy(() -> retry.call(attempt -> unreachable()))
        .isInstanceOf(StoreException.Unreachable.class);
    assertThat(calls).hasValue(3);
  }

  @Test
  void repeatsNothingThatTimeDoesNotMend() {
    Retry retry = new Retry(POLICY, Clock.systemUTC());
    assertThatThrownBy(
            () ->
                retry.call(
                    attempt -> {
                      calls.incrementAndGet();
                      throw new StoreException.Denied("no");
                    }))
        .isInstanceOf(StoreException.Denied.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void doublesItsPausesUpToTheLongest() {
    assertThat(POLICY.pauseAfter(1)).hasMillis(1);
    assertThat(POLICY.pauseAfter(2)).hasMillis(2);
    assertThat(POLICY.pauseAfter(3)).hasMillis(3);
    assertThat(POLICY.pauseAfter(1_000)).hasMillis(3);
  }

  /** What somebody waits for a store that refuses connections. */
  @Test
  void isPatientForHalfAMinuteAndHastyForASecond() {
    assertPauses(RetryPolicy.DEFAULT, 200, 400, 800, 1_600, 3_200, 6_400, 12_800);
    assertPauses(RetryPolicy.DEFAULT.hasty(), 200, 400);
    assertPauses(POLICY.hasty(), 1, 2);
  }

  /** Each pause is as long as stated, or up to a half shorter. */
  private void assertPauses(RetryPolicy policy, long... millis) {
    List<Duration> pauses = new ArrayList<>();
    Retry retry = new Retry(policy, Clock.systemUTC(), pauses::add);
    assertThatThrownBy(() -> retry.call(attempt -> unreachable()))
        .isInstanceOf(StoreException.Unreachable.class);
    assertThat(pauses).hasSize(millis.length);
    for (int n = 0; n < millis.length; n++) {
      assertThat(pauses.get(n).toMillis()).isBetween(millis[n] / 2, millis[n]);
    }
  }

  private Integer unreachable() {
    calls.incrementAndGet();
    throw new StoreException.Unreachable("down");
  }

  /** Each look takes that long. */
  private static final class TickingClock extends Clock {
    private final Duration tick;
    private Instant now = Instant.EPOCH;

    TickingClock(Duration tick) {
      this.tick = tick;
    }

    @Override
    public Instant instant() {
      now = now.plus(tick);
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
