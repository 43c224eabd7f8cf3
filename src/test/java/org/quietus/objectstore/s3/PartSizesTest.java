package org.quietus.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartSizesTest {
  private static final int MIB = 1 << 20;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4_500L * 8 * MIB, 1L << 40, 5L << 40})
  void sufficeForTheLargestObjectWhateverWasExpected(long expected) {
    PartSizes sizes = PartSizes.of(8 * MIB, expected);
    assertThat(sum(sizes, PartSizes.MOST_PARTS)).isGreaterThanOrEqualTo(PartSizes.LARGEST_OBJECT);
    assertThat(IntStream.rangeClosed(1, PartSizes.MOST_PARTS).map(sizes::of))
        .allMatch(size -> size >= 8 * MIB && size <= 1 << 30);
  }

  @Test
  void staySmallForWhatWasExpected() {
    assertThat(PartSizes.of(8 * MIB, 35L << 30).of(4_500)).isEqualTo(8 * MIB);
    assertThat(PartSizes.of(8 * MIB, 1L << 40).of(1)).isEqualTo(234 * MIB);
    assertThat(PartSizes.of(8 * MIB, 0).of(800)).isEqualTo(8 * MIB);
  }

  @Test
  void holdWhatWasExpectedInEvenParts() {
    long expected = 1L << 40;
    assertThat(sum(PartSizes.of(8 * MIB, expected), 4_500)).isGreaterThanOrEqualTo(expected);
  }

  private static long sum(PartSizes sizes, int parts) {
    return IntStream.rangeClosed(1, parts).mapToLong(sizes::of).sum();
  }
}
