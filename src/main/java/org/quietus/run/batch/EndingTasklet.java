package org.quietus.run.batch;

import org.quietus.control.FencedOut;
import org.quietus.job.RunFailure;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Performs an ending of the run and ends its step; a failure is stripped of values before the
 * framework logs it.
 */
final class EndingTasklet implements Tasklet {
  private final String name;
  private final RunParts.Ending ending;

  EndingTasklet(String name, RunParts.Ending ending) {
    this.name = name;
    this.ending = ending;
  }

  @Override
  public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
    try {
      contribution.incrementWriteCount(ending.perform());
    } catch (DueRowsLeft | DatabasesMissing | FencedOut e) {
      throw e;
    } catch (RuntimeException e) {
      throw RunFailure.stripped(name, e);
    }
    return RepeatStatus.FINISHED;
  }
}
