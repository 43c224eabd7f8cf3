package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapSharesTest {
  private static final long MB = 1 << 20;

  @Test
  void twoObjectsFitIntoTheSmallestHeapThatIsPromised() {
    assertThat(HeapShares.of(247 * MB, 8, 10, 0).objects()).isEqualTo(2);
  }

  @Test
  void oneMayAlwaysGoHoweverLittleThereIs() {
    assertThat(HeapShares.of(64 * MB, 8, 10, 0).objects()).isOne();
    assertThat(HeapShares.of(1, 8, 0, 0)).isEqualTo(new HeapShares(1, 0));
  }

  @Test
  void thereAreNeverMoreThanWereAskedFor() {
    assertThat(HeapShares.of(64_000 * MB, 3, 10, 0).objects()).isEqualTo(3);
  }

  @Test
  void fewerFitWhereManyPersonsAreSought() {
    assertThat(HeapShares.of(1024 * MB, 16, 10, 0).objects()).isEqualTo(14);
    assertThat(HeapShares.of(1024 * MB, 16, 100_000, 0).objects()).isEqualTo(2);
  }

  @Test
  void fewerFitWhereManyWereErasedBefore() {
    assertThat(HeapShares.of(1024 * MB, 16, 10, 50_000_000).objects()).isEqualTo(7);
  }

  @Test
  void allThatAreOpenHoldingTheLargestThingsFitIntoTheHeap() {
    for (long heap = 200; heap < 20_000; heap += 97) {
      for (int most = 1; most < 70; most += 3) {
        HeapShares shares = HeapShares.of(heap * MB, most, 1000, 100);
        long each = 48 * MB + 1000 * 4096 + 800 + 8 * shares.largest();
        assertThat(shares.objects() == 1 || shares.objects() * each + 96 * MB <= heap * MB)
            .as("%d MB, %d", heap, most)
            .isTrue();
      }
    }
  }

  @Test
  void whatIsHeldAtOnceGrowsWithTheHeap() {
    assertThat(HeapShares.of(4096 * MB, 2, 0, 0).largest()).isBetween(200 * MB, 256 * MB);
  }
}
