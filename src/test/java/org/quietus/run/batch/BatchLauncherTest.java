package org.quietus.run.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.job.RunFailure;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInterruptedException;

class BatchLauncherTest {
  private final Throwable stopped = new JobInterruptedException("stopped with the others");
  private final Throwable made = new JobExecutionException("a partition failed");
  private final Throwable metadata = new IllegalStateException("the metadata was not written");
  private final Throwable ours =
      new IllegalStateException(RunFailure.stripped("step 1", new IllegalStateException()));

  @Test
  void tellsWhatFailedRatherThanWhoWasStoppedForIt() {
    assertThat(BatchLauncher.cause(List.of(stopped, made, metadata))).contains(metadata);
    assertThat(BatchLauncher.cause(List.of(stopped, metadata, ours))).contains(ours);
    assertThat(BatchLauncher.cause(List.of(made))).contains(made);
    assertThat(BatchLauncher.cause(List.of())).isEmpty();
  }
}
