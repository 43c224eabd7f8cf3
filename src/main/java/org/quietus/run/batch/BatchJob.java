package org.quietus.run.batch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * The Spring Batch job of one attempt: whole partitions go, slots work the queue off, the backups
 * follow, then everything is read again, then certified.
 *
 * <p>Spring Batch transports and reports; what is done and where to go on stands in the ledger. So
 * its chunk transaction is resourceless, its chunks are single orders, and neither its skip nor its
 * retry is used. It is put together by hand: to start an application context for each round takes
 * longer than a run with nothing to do.
 */
final class BatchJob {
  static final String NAME = "quietus";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final RunParts parts;
  private final JobRepository jobs;
  private final StopSwitch stop;

  BatchJob(RunParts parts, JobRepository jobs, StopSwitch stop) {
    this.parts = parts;
    this.jobs = jobs;
    this.stop = stop;
  }

  Job job() {
    JobBuilder job = new JobBuilder(NAME, jobs);
    SimpleJobBuilder steps =
        parts
            .partitions()
            .map(
                whole ->
                    job.start(
                            ending(
                                "partitions", () -> whole.perform(() -> isStopping(everywhere()))))
                        .next(work()))
            .orElseGet(() -> job.start(work()));
    parts
        .backups()
        .ifPresent(
            backups ->
                steps.next(ending("backups", () -> backups.perform(() -> isStopping(atHome())))));
    return steps
        .next(ending("verify", parts.verify()))
        .next(ending("certify", parts.certify()))
        .build();
  }

  private List<String> everywhere() {
    return parts.queues().stream().map(WorkPlace::name).toList();
  }

  /** Where what is about backups is noted. */
  private List<String> atHome() {
    return everywhere().subList(0, 1);
  }

  /**
   * Asked between objects, when nothing is open; waits for as long as the run shall wait in one of
   * some databases.
   */
  private boolean isStopping(List<String> places) {
    while (places.stream().anyMatch(parts.pace()::holdsUp)) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    return stop.isStopping();
  }

  private Step work() {
    return new StepBuilder("work", jobs)
        .partitioner("slot", new SlotPartitioner())
        .partitionHandler(new Slots(parts, jobs, stop))
        .build();
  }

  private Step ending(String name, RunParts.Ending ending) {
    return new StepBuilder(name, jobs)
        .tasklet(new EndingTasklet(name, ending), new ResourcelessTransactionManager())
        .listener(stop)
        .build();
  }
}
