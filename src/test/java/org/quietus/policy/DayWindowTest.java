package org.quietus.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayWindowTest {

  @ParameterizedTest
  @CsvSource({
    "01:00, 05:00, 00:59:59.999, false",
    "01:00, 05:00, 01:00, true",
    "01:00, 05:00, 04:59:59.999, true",
    "01:00, 05:00, 05:00, false",
    "22:30, 04:00, 22:29, false",
    "22:30, 04:00, 22:30, true",
    "22:30, 04:00, 00:00, true",
    "22:30, 04:00, 03:59, true",
    "22:30, 04:00, 04:00, false",
    "22:30, 00:00, 23:59, true",
    "22:30, 00:00, 00:00, false"
  })
  void hasItsFirstMinuteAndNotItsLast(
      LocalTime from, LocalTime to, LocalTime time, boolean contained) {
    assertThat(new DayWindow(from, to).contains(time)).isEqualTo(contained);
  }

  @Test
  void isNotEmpty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DayWindow(LocalTime.NOON, LocalTime.NOON));
  }
}
