package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumbersByKeyTest {
  @Test
  void findsAllNumbersOfAKeyAndThoseOfNoOther() {
    NumbersByKey numbers = new NumbersByKey();
    for (int n = 0; n < 3000; n++) {
      numbers.add("nightly/" + n % 1000, n);
    }
    assertThat(numbers.of(List.of("nightly/7", "nightly/999")))
        .containsExactly(7, 999, 1007, 1999, 2007, 2999);
    assertThat(numbers.of(List.of("nightly/1000", ""))).isEmpty();
  }
}
