package org.quietus.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private final StringWriter printed = new StringWriter();
  private final SteppedClock clock = new SteppedClock();
  private final ProgressLines progress = new ProgressLines(new PrintWriter(printed), clock);

  @Test
  void printsALineForEachTenthHoweverManyChunksThereAre() {
    progress.started("r", false, 1_000);
    for (long done = 1; done <= 1_000; done++) {
      progress.progress(done);
    }
    assertThat(printed.toString().lines()).hasSize(11).contains("500 of 1,000 rows done");
  }

  @Test
  void breaksALongSilence() {
    progress.started("r", true, 1_000_000);
    progress.progress(1);
    clock.now = clock.now.plus(Duration.ofSeconds(10));
    progress.progress(2);
    assertThat(printed.toString().lines())
        .containsExactly("resuming run r: 1,000,000 rows due", "2 of 1,000,000 rows done");
  }

  @Test
  void survivesARunThatFindsMoreThanItExpected() {
    progress.started("r", false, 0);
    progress.progress(3);
    assertThat(printed.toString().lines()).containsExactly("run r: 0 rows due");
  }

  private static final class SteppedClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
