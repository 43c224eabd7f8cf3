package org.quietus.run.batch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.quietus.control.Retrying;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** Runs the worker slots at once, each as a step with a reader, a writer and a state of its own. */
final class Slots implements PartitionHandler {
  private static final long BETWEEN_LOOKS_MILLIS = 200;

  private final RunParts parts;
  private final JobRepository jobs;
  private final StopSwitch stop;
  private final Retrying retrying;
  private final SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("slot-");

  Slots(RunParts parts, JobRepository jobs, StopSwitch stop) {
    this.parts = parts;
    this.jobs = jobs;
    this.stop = stop;
    this.retrying = new Retrying(stop::isStopping);
  }

  /** Returns when the last slot has ended; there may be more of them in the end than at first. */
  @Override
  public Collection<StepExecution> handle(StepExecutionSplitter splitter, StepExecution work)
      throws Exception {
    List<FutureTask<StepExecution>> started = new ArrayList<>();
    for (StepExecution execution : splitter.split(work, parts.attempt().slots())) {
      started.add(start(execution));
    }
    List<StepExecution> ended = new ArrayList<>();
    for (int next = 0; next < started.size(); ) {
      try {
        ended.add(started.get(next).get(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS));
        next++;
      } catch (TimeoutException stillAtWork) {
        while (started.size() < parts.pace().slots() && !stop.isStopping()) {
          started.add(start(another(work, started.size())));
        }
      }
    }
    return ended;
  }

  private FutureTask<StepExecution> start(StepExecution execution) {
    FutureTask<StepExecution> task = new FutureTask<>(() -> execute(execution));
    threads.execute(task);
    return task;
  }

  private StepExecution another(StepExecution work, int slot) {
    StepExecution execution =
        jobs.createStepExecution(SlotPartitioner.name(slot), work.getJobExecution());
    execution.getExecutionContext().putInt(SlotPartitioner.SLOT, slot);
    return execution;
  }

  private StepExecution execute(StepExecution execution) throws JobExecutionException {
    step(execution.getExecutionContext().getInt(SlotPartitioner.SLOT)).execute(execution);
    return execution;
  }

  private Step step(int slot) {
    SlotState state = new SlotState(parts.pace());
    return new StepBuilder("slot", SeldomUpdates.of(jobs))
        .<ChunkOrder, ChunkOrder>chunk(1)
        .reader(reader(slot, state))
        .writer(writer(state))
        .transactionManager(new ResourcelessTransactionManager())
        .listener(stop)
        .build();
  }

  private SlotReader reader(int slot, SlotState state) {
    return new SlotReader(
        parts.attempt(),
        slot,
        state,
        parts.queue(),
        parts.fence(),
        parts.transaction(),
        retrying,
        stop,
        parts.pace());
  }

  private ChunkWriter writer(SlotState state) {
    return new ChunkWriter(
        parts.attempt(),
        state,
        parts.queue(),
        parts.fence(),
        parts.holds(),
        parts.ledger(),
        parts.gone(),
        parts.named(),
        parts.transaction(),
        retrying,
        parts.clock(),
        parts.progress());
  }
}
