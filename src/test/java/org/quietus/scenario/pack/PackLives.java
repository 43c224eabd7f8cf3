package org.quietus.scenario.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.scenario.pack.Promises.Breach;

/**
 * Nobody of a pack who should be gone is there, and nobody who should be there is gone, after every
 * day of its life. {@code -Dseeds=N} lives so many of them, {@code -Dseed=N} begins with that one.
 */
abstract class PackLives {
  private static final int TWO_YEARS = 735;

  @TempDir private Path directory;

  abstract Promises promises();

  @Test
  @Tag("long")
  void everyPromiseIsKeptOnEveryDayOfTwoYears() throws Exception {
    live(Integer.getInteger("days", TWO_YEARS));
  }

  @Test
  @Tag("long")
  void aJobFileThatBreaksAPromiseIsNoticed() throws Exception {
    for (Breach breach : promises().breaches()) {
      UnaryOperator<String> broken =
          job -> {
            assertThat(job).contains(breach.line());
            return job.replace(breach.line(), breach.instead());
          };
      assertThatThrownBy(() -> live(Long.getLong("seed", 1), TWO_YEARS, broken))
          .as(breach.toString())
          .isInstanceOf(AssertionError.class)
          .cause()
          .hasMessageContaining(breach.noticed());
    }
  }

  final void live(int days) throws Exception {
    long first = Long.getLong("seed", 1);
    List<AssertionError> failed = new ArrayList<>();
    for (long seed = first; seed < first + Integer.getInteger("seeds", 1); seed++) {
      try {
        live(seed, days, job -> job);
      } catch (AssertionError e) {
        e.printStackTrace(System.out);
        failed.add(e);
      }
    }
    assertThat(failed).as("lives that went wrong, printed above").isEmpty();
  }

  private void live(long seed, int days, UnaryOperator<String> job) throws Exception {
    String life = promises().pack() + ", " + days + " days, seed " + seed;
    System.out.println(life);
    Path folder = Files.createTempDirectory(directory, "seed-" + seed);
    try (PackStory story = new PackStory(promises(), seed, folder, job)) {
      try {
        story.live(days);
      } catch (Throwable e) {
        throw new AssertionError(life + ":\n" + story.told(), e);
      }
      System.out.println(life + ": " + story.summary());
      assertThat(story.runs()).isGreaterThan(days / 20);
    }
  }
}
