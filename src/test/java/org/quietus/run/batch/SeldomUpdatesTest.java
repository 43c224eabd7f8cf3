package org.quietus.run.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.StepExecution;

class SeldomUpdatesTest {
  private final List<String> written = new ArrayList<>();
  private final StepExecution slot =
      new StepExecution(
          "slot", new JobExecution(1, new JobInstance(1, "quietus"), new JobParameters()));
  private final JobRepository jobs =
      SeldomUpdates.of(
          new ResourcelessJobRepository() {
            @Override
            public void update(StepExecution step) {
              if (step.getStatus() == BatchStatus.UNKNOWN) {
                throw new IllegalStateException("gone");
              }
              written.add(step.getStatus() + " " + step.getWriteCount());
            }

            @Override
            public void updateExecutionContext(StepExecution step) {
              written.add("context");
            }
          });

  @Test
  void writesEachStatusAtOnceAndCountsSeldom() {
    slot.setStatus(BatchStatus.STARTED);
    for (int chunk = 1; chunk <= 50; chunk++) {
      slot.setWriteCount(chunk);
      jobs.updateExecutionContext(slot);
      jobs.update(slot);
    }
    assertThat(written).startsWith("context", "STARTED 1").hasSizeLessThan(20);
    slot.setStatus(BatchStatus.COMPLETED);
    jobs.update(slot);
    assertThat(written).endsWith("COMPLETED 50");
  }

  @Test
  void failsAsTheRepositoryDoes() {
    slot.setStatus(BatchStatus.UNKNOWN);
    assertThatThrownBy(() -> jobs.update(slot))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("gone");
  }
}
