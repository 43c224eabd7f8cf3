package org.quietus.backup.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.dump.Spool;

/** Digests in pages: none that was added is missed, and hardly one that was not is found. */
class DigestsTest {
  private static final long SEED = 7;

  /** The pages of some digests. */
  private record Kept(int pageBits, Map<Integer, byte[]> pages, Map<Integer, Integer> counts) {

    static Kept of(Iterable<Long> digests) throws Exception {
      Map<Integer, byte[]> pages = new HashMap<>();
      Map<Integer, Integer> counts = new HashMap<>();
      try (Digests all = new Digests(new Spool())) {
        for (long digest : digests) {
          all.add(digest);
        }
        all.into(
            (number, count, content) -> {
              assertThat(pages.put(number, content)).isNull();
              counts.put(number, count);
            });
        return new Kept(all.pageBits(), pages, counts);
      }
    }

    boolean has(long digest) {
      int page = Digests.page(digest, pageBits);
      return pages.containsKey(page)
          && Digests.has(pages.get(page), counts.get(page), digest, pageBits);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 300, 5_000, 1_000_000})
  void noDigestIsMissedAndHardlyAnotherIsFound(int count) throws Exception {
    System.out.println("digests, seed " + SEED);
    Random random = new Random(SEED);
    Set<Long> digests = new HashSet<>();
    while (digests.size() < count) {
      digests.add(random.nextLong());
    }

    Kept kept = Kept.of(digests);

    assertThat(digests.stream().limit(10_000)).allMatch(kept::has);
    assertThat(random.longs(10_000).filter(kept::has).count()).isLessThan(3);
    long bytes = kept.pages().values().stream().mapToLong(page -> page.length).sum();
    assertThat(bytes).isLessThan(3L * count + 300);
  }

  @Test
  void theEndsOfTheRangeAreDigestsLikeOthers() throws Exception {
    Set<Long> ends = Set.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE);

    assertThat(ends).allMatch(Kept.of(ends)::has);
  }

  @Test
  void oneThatComesAgainAndAgainTakesRoomOnce() throws Exception {
    try (Digests all = new Digests(new Spool())) {
      for (int n = 0; n < 1_000_000; n++) {
        all.add(n % 1000 * 0x9E3779B97F4A7C15L);
      }
      all.into((number, count, content) -> assertThat(count).isLessThanOrEqualTo(1000));
      assertThat(all.pageBits()).isLessThan(5);
    }
  }
}
