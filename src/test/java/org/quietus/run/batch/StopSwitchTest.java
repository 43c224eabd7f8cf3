package org.quietus.run.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.batch.test.MetaDataInstanceFactory.createStepExecution;

import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.step.StepExecution;

class StopSwitchTest {
  private final StopSwitch stop = new StopSwitch();
  private final StepExecution slot = createStepExecution("slot-1", 1L);
  private final StepExecution other = createStepExecution("slot-2", 2L);

  @Test
  void endsTheStepsThatAreAtWork() {
    stop.beforeStep(slot);
    stop.request();
    assertThat(slot.isTerminateOnly()).isTrue();
  }

  @Test
  void endsTheStepThatStartsAfterwards() {
    stop.request();
    stop.beforeStep(slot);
    assertThat(slot.isTerminateOnly()).isTrue();
  }

  @Test
  void leavesAloneAStepThatHasEnded() {
    stop.beforeStep(slot);
    stop.afterStep(slot);
    stop.request();
    assertThat(slot.isTerminateOnly()).isFalse();
  }

  @Test
  void endsTheOtherSlotsWhenOneHasFailed() {
    stop.beforeStep(slot);
    stop.beforeStep(other);
    slot.setStatus(BatchStatus.FAILED);
    stop.afterStep(slot);
    assertThat(other.isTerminateOnly()).isTrue();
    assertThat(stop.isStopping()).isTrue();
  }

  @Test
  void letsTheOtherSlotsGoOnWhenOneIsDone() {
    stop.beforeStep(slot);
    stop.beforeStep(other);
    slot.setStatus(BatchStatus.COMPLETED);
    stop.afterStep(slot);
    assertThat(other.isTerminateOnly()).isFalse();
  }
}
