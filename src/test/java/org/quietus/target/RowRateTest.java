package org.quietus.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RowRateTest {
  private static final long SECOND = 1_000_000_000L;

  private long nanos = Long.MAX_VALUE - SECOND; // the counter may pass its end
  private final RowRate rate = new RowRate(() -> nanos);

  @Test
  void withoutALimitNothingIsOwed() {
    rate.took(1_000_000);
    assertThat(rate.owed()).isZero();
    assertThat(rate.most(5_000)).isEqualTo(5_000);
    rate.limit(10);
    assertThat(rate.owed()).as("of what was taken before there was one").isZero();
  }

  @Test
  void whatIsOwedGetsLessAtTheRateOfNow() {
    rate.limit(100);
    rate.took(1_000);
    assertThat(rate.owed()).isEqualTo(Duration.ofSeconds(10));
    nanos += 5 * SECOND;
    rate.limit(500);
    assertThat(rate.owed()).isEqualTo(Duration.ofSeconds(1));
    rate.limit(0);
    assertThat(rate.owed()).isZero();
  }

  @Test
  void aQuietHourSavesNothingUp() {
    rate.limit(100);
    nanos += 3600 * SECOND;
    rate.took(50);
    rate.took(50);
    assertThat(rate.owed()).isEqualTo(Duration.ofSeconds(1));
    assertThat(rate.most(5_000)).isEqualTo(100);
  }
}
