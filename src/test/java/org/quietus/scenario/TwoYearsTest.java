package org.quietus.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody who should be gone is there, and nobody who should be there is gone, after every day of
 * two years. {@code -Dseeds=N} lives so many of them, {@code -Dseed=N} that one.
 */
class TwoYearsTest {
  private static final int DAYS = 730;

  @TempDir private Path directory;

  @Test
  void everyDayEverybodyIsWhereTheyShouldBe() throws Exception {
    long first = Long.getLong("seed", System.nanoTime() % 1_000_000);
    int seeds = Integer.getInteger("seeds", 2);
    System.out.println("TwoYearsTest: " + seeds + " seeds from " + first);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<String>> stories = new ArrayList<>();
      for (long seed = first; seed < first + seeds; seed++) {
        long one = seed;
        stories.add(() -> live(one));
      }
      for (Future<String> story : threads.invokeAll(stories)) {
        System.out.println(story.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private String live(long seed) throws Exception {
    Path place = Files.createDirectory(directory.resolve("seed-" + seed));
    try (Story story = new Story(seed, place)) {
      try {
        story.live(Integer.getInteger("days", DAYS));
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ":\n" + story.told(), e);
      }
      assertThat(story.runs).isPositive();
      return "seed "
          + seed
          + ": "
          + story.runs
          + " runs, "
          + story.kills
          + " kills, "
          + story.restores
          + " restores";
    }
  }
}
