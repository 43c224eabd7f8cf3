package org.quietus.run.batch;

import java.util.concurrent.FutureTask;
import org.quietus.control.Retrying;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** The worker slots of one queue, each as a step with a reader, a writer and a state of its own. */
final class PlaceSlots {
  private final RunParts parts;
  private final WorkPlace place;
  private final String suffix;
  private final JobRepository jobs;
  private final StopSwitch stop;
  private final Retrying retrying;
  private final SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("slot-");

  /** {@code suffix} tells the names of its slots from those of others. */
  PlaceSlots(RunParts parts, WorkPlace place, String suffix, JobRepository jobs, StopSwitch stop) {
    this.parts = parts;
    this.place = place;
    this.suffix = suffix;
    this.jobs = jobs;
    this.stop = stop;
    this.retrying = new Retrying(stop::isStopping);
  }

  boolean isStopping() {
    return stop.isStopping();
  }

  /** Starts a slot that Spring Batch has made an execution for. */
  FutureTask<StepExecution> start(StepExecution execution) {
    FutureTask<StepExecution> task = new FutureTask<>(() -> execute(execution));
    threads.execute(task);
    return task;
  }

  /** Starts a further slot of a step. */
  FutureTask<StepExecution> start(StepExecution work, int slot) {
    StepExecution execution =
        jobs.createStepExecution(SlotPartitioner.name(slot) + suffix, work.getJobExecution());
    execution.getExecutionContext().putInt(SlotPartitioner.SLOT, slot);
    return start(execution);
  }

  private StepExecution execute(StepExecution execution) throws JobExecutionException {
    step(execution.getExecutionContext().getInt(SlotPartitioner.SLOT)).execute(execution);
    return execution;
  }

  private Step step(int slot) {
    SlotState state = new SlotState(parts.pace(), place.name());
    return new StepBuilder("slot", SeldomUpdates.of(jobs))
        .<ChunkOrder, ChunkOrder>chunk(1)
        .reader(new SlotReader(parts.attempt(), slot, state, place, retrying, stop, parts.pace()))
        .writer(writer(state))
        .transactionManager(new ResourcelessTransactionManager())
        .listener(stop)
        .build();
  }

  private ChunkWriter writer(SlotState state) {
    return new ChunkWriter(
        parts.attempt(),
        state,
        parts.places(),
        parts.named(),
        retrying,
        parts.clock(),
        parts.progress());
  }
}
