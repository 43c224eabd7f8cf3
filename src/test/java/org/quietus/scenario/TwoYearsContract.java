package org.quietus.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody who should be gone is there, and nobody who should be there is gone, after every day of
 * two years. {@code -Dseeds=N} lives so many of them, {@code -Dseed=N} begins with that one. Two
 * classes share them, for two processes: Spring Batch knows one run at a time in each.
 */
abstract class TwoYearsContract {
  private static final int DAYS = 730;

  @TempDir private Path directory;

  /** Which of the seeds are lived here: 0 for every other from the first on, 1 for the rest. */
  abstract int share();

  @Test
  void everyDayEverybodyIsWhereTheyShouldBe() throws Exception {
    long first = Long.getLong("seed", 1);
    int seeds = Integer.getInteger("seeds", 2);
    List<AssertionError> failed = new ArrayList<>();
    Events events = new Events();
    int lived = 0;
    for (int n = share(); n < seeds; n += 2) {
      try {
        events.add(live(first + n));
        lived++;
      } catch (AssertionError e) {
        e.printStackTrace(System.out);
        failed.add(e);
      }
    }
    assertThat(failed).as("lives that went wrong, printed above").isEmpty();
    assertThat(events.missing(lived)).as("what never happened in " + lived + " lives").isEmpty();
  }

  private Events live(long seed) throws Exception {
    System.out.println("two years, seed " + seed);
    try (Story story = new Story(seed, Files.createDirectory(directory.resolve("seed-" + seed)))) {
      try {
        story.live(DAYS);
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ":\n" + story.told(), e);
      }
      System.out.println("two years, seed " + seed + ": " + story.summary());
      assertThat(story.runs()).isGreaterThan(DAYS / 20);
      return story.events();
    }
  }
}
