package org.quietus.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.quietus.job.RunFailure;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;

class RetryingTest {
  private final List<Duration> pauses = new ArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private boolean stopping;
  private final Retrying retrying = new Retrying(() -> stopping, pauses::add);

  @Test
  void repeatsWhatMayPassElevenTimesWithinHalfAMinute() {
    assertThatThrownBy(() -> retrying.call("test", this::fail)).isInstanceOf(RunFailure.class);
    assertThat(calls).hasValue(12);
    assertThat(pauses)
        .extracting(Duration::toMillis)
        .containsExactly(
            50L, 100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L, 5_000L, 5_000L);
  }

  @Test
  void asksWhetherItTookEffectBeforeEachFurtherTry() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    String settled =
        retrying.call("test", this::fail, () -> looks.incrementAndGet() < 3 ? null : "settled");
    assertThat(settled).isEqualTo("settled");
    assertThat(looks).hasValue(3);
    assertThat(calls).hasValue(3);
  }

  @Test
  void repeatsNothingWhileStopping() {
    stopping = true;
    assertThatThrownBy(() -> retrying.call("test", this::fail)).isInstanceOf(RunFailure.class);
    assertThat(calls).hasValue(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void repeatsNothingThatTimeDoesNotMend() {
    assertThatThrownBy(
            () ->
                retrying.call(
                    "test",
                    () -> {
                      calls.incrementAndGet();
                      throw new DataIntegrityViolationException("no");
                    }))
        .isInstanceOf(RunFailure.class);
    assertThat(calls).hasValue(1);
    assertThat(pauses).isEmpty();
  }

  private String fail() {
    calls.incrementAndGet();
    throw new QueryTimeoutException("not now");
  }
}
