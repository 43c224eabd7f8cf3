package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.target.KeyRange;

class KeyRangesTest {

  @ParameterizedTest
  @CsvSource({
    // lowest key, highest key, wanted, ranges
    "1, 100, 4, 5",
    "0, 100, 4, 4",
    "-100, 100, 2, 2",
    "7, 7, 1000, 1",
    "1, 3, 1000, 2",
    "0, 18446744073709551615, 1000, 1001",
  })
  void theyFollowOnEachOtherAndAreOpenAtBothEnds(
      BigInteger lowest, BigInteger highest, long wanted, int count) {
    List<KeyRange> ranges = KeyRanges.cut(lowest, highest, wanted);

    assertThat(ranges).hasSize(count);
    Optional<BigInteger> above = Optional.empty();
    for (KeyRange range : ranges) {
      assertThat(range.above()).isEqualTo(above);
      above = range.upto();
    }
    assertThat(above).isEmpty();
  }

  @Test
  void eachIsAsWideAsTheNext() {
    assertThat(KeyRanges.cut(BigInteger.ZERO, BigInteger.valueOf(100), 4))
        .extracting(range -> range.upto().map(BigInteger::intValue).orElse(-1))
        .containsExactly(25, 50, 75, -1);
  }
}
