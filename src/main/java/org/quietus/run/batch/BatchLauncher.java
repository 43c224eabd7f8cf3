package org.quietus.run.batch;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.quietus.control.FencedOut;
import org.quietus.job.RunFailure;
import org.quietus.run.person.Attempt;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.transaction.annotation.Isolation;

/** Runs the Spring Batch job of one attempt, as a new job instance. */
public final class BatchLauncher {
  /** How an attempt ended; {@code why} is free of values. */
  public record End(Kind kind, String why) {
    public enum Kind {
      COMPLETED,
      STOPPED,
      DUE_ROWS_LEFT,
      DATABASES_MISSING,
      FENCED_OUT,
      FAILED
    }
  }

  static final String TABLE_PREFIX = "quietus.BATCH_";

  /**
   * Launches, and waits for the end.
   *
   * @param stop is handed the way to ask for an early end
   */
  public End launch(RunParts parts, Consumer<Runnable> stop) {
    StopSwitch stopSwitch = new StopSwitch();
    SignalExit.batchBegins(stopSwitch);
    stop.accept(stopSwitch::request);
    parts.pace().watch(stopSwitch);
    try {
      JobRepository jobs = repository(parts);
      TaskExecutorJobOperator operator = operator(jobs);
      recoverDead(operator, jobs);
      return end(
          operator.start(new BatchJob(parts, jobs, stopSwitch).job(), parameters(parts.attempt())),
          stopSwitch);
    } catch (Exception e) {
      RunFailure failure = RunFailure.stripped("starting the batch job", e);
      return new End(End.Kind.FAILED, String.valueOf(failure.getMessage()));
    } finally {
      stopSwitch.runEnded();
      SignalExit.batchEnded();
    }
  }

  private static JobParameters parameters(Attempt attempt) {
    return new JobParametersBuilder()
        .addString("run", attempt.run())
        .addLong("attempt", attempt.token())
        .addLong("round", (long) attempt.round())
        .toJobParameters();
  }

  private static JobRepository repository(RunParts parts) throws Exception {
    JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
    factory.setDataSource(parts.dataSource());
    factory.setTransactionManager(parts.transactionManager());
    factory.setTablePrefix(TABLE_PREFIX);
    factory.setIsolationLevelForCreateEnum(Isolation.READ_COMMITTED);
    factory.afterPropertiesSet();
    return factory.getObject();
  }

  private static TaskExecutorJobOperator operator(JobRepository jobs) throws Exception {
    TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
    operator.setJobRepository(jobs);
    operator.setJobRegistry(new MapJobRegistry());
    operator.afterPropertiesSet();
    return operator;
  }

  private static End end(JobExecution execution, StopSwitch stop) {
    List<Throwable> failures = execution.getAllFailureExceptions();
    for (Throwable failure : failures) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof FencedOut) {
          return new End(End.Kind.FENCED_OUT, String.valueOf(cause.getMessage()));
        }
        if (cause instanceof DatabasesMissing) {
          return new End(End.Kind.DATABASES_MISSING, String.valueOf(cause.getMessage()));
        }
        if (cause instanceof DueRowsLeft) {
          return new End(End.Kind.DUE_ROWS_LEFT, String.valueOf(cause.getMessage()));
        }
      }
    }
    if (execution.getStatus() == BatchStatus.COMPLETED) {
      return new End(End.Kind.COMPLETED, "");
    }
    if (stop.isStopping() && failures.isEmpty() || execution.getStatus() == BatchStatus.STOPPED) {
      return new End(End.Kind.STOPPED, stop.why());
    }
    return new End(
        End.Kind.FAILED,
        cause(failures)
            .map(failure -> String.valueOf(RunFailure.stripped("run", failure).getMessage()))
            .orElse("the batch job ended as " + execution.getStatus()));
  }

  /** What went wrong, rather than what Spring Batch made of it or who was stopped because of it. */
  static Optional<Throwable> cause(List<Throwable> failures) {
    return failures.stream().min(Comparator.comparing(BatchLauncher::remoteness));
  }

  private static int remoteness(Throwable failure) {
    boolean ours =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .anyMatch(RunFailure.class::isInstance);
    return ours ? 0 : failure instanceof JobExecutionException ? 2 : 1;
  }

  /**
   * Executions that a killed process left as running; we hold the lock, so nobody works on them.
   */
  private static void recoverDead(TaskExecutorJobOperator operator, JobRepository repository) {
    try {
      for (JobExecution dead : repository.findRunningJobExecutions(BatchJob.NAME)) {
        operator.recover(dead);
      }
    } catch (RuntimeException e) {
      // best effort: the ledger, not Spring Batch's tables, says where to go on
    }
  }
}
