package org.quietus.run.batch;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.quietus.control.FencedOut;
import org.quietus.job.CannotRun;
import org.quietus.job.RunFailure;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Runs the Spring Batch job of one attempt, as a new job instance, in an application context of its
 * own.
 */
public final class BatchLauncher {
  /** How an attempt ended; {@code why} is free of values. */
  public record End(Kind kind, String why) {
    public enum Kind {
      COMPLETED,
      STOPPED,
      DUE_ROWS_LEFT,
      FENCED_OUT,
      FAILED
    }
  }

  private static final AtomicBoolean HANDLER_ADDED = new AtomicBoolean();

  /**
   * Launches, and waits for the end.
   *
   * @param stop is handed the way to ask for an early end
   */
  public End launch(RunParts parts, Consumer<Runnable> stop) {
    exitDeliberately();
    SpringApplication application = new SpringApplication(BatchConfiguration.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    // a run is configured by its job file, and by nothing that lies about or is set for others
    application.setListeners(List.of());
    application.setInitializers(
        List.of(
            context ->
                ((GenericApplicationContext) context).registerBean(RunParts.class, () -> parts)));
    try (ConfigurableApplicationContext context = application.run()) {
      SignalExit.batchRuns(true);
      StopSwitch stopSwitch = context.getBean(StopSwitch.class);
      stop.accept(stopSwitch::request);
      try {
        recoverDead(context.getBean(JobOperator.class), context.getBean(JobRepository.class));
        JobExecution execution =
            context
                .getBean(JobOperator.class)
                .start(
                    context.getBean(Job.class),
                    new JobParametersBuilder()
                        .addString("run", parts.attempt().run())
                        .addLong("attempt", parts.attempt().token())
                        .addLong("round", (long) parts.attempt().round())
                        .toJobParameters());
        return end(execution, stopSwitch);
      } catch (JobExecutionException | RuntimeException e) {
        RunFailure failure = RunFailure.stripped("starting the batch job", e);
        return new End(End.Kind.FAILED, String.valueOf(failure.getMessage()));
      } finally {
        stopSwitch.runEnded();
      }
    } finally {
      SignalExit.batchRuns(false);
    }
  }

  private static End end(JobExecution execution, StopSwitch stop) {
    List<Throwable> failures = execution.getAllFailureExceptions();
    for (Throwable failure : failures) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof FencedOut) {
          return new End(End.Kind.FENCED_OUT, String.valueOf(cause.getMessage()));
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
      return new End(End.Kind.STOPPED, "stopped after the chunk that was open");
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
  private static void recoverDead(JobOperator operator, JobRepository repository) {
    try {
      for (JobExecution dead : repository.findRunningJobExecutions(BatchConfiguration.JOB)) {
        operator.recover(dead);
      }
    } catch (RuntimeException e) {
      // best effort: the ledger, not Spring Batch's tables, says where to go on
    }
  }

  /**
   * After a signal the JVM would exit with 128 plus its number; what a retrying scheduler needs is
   * our own code.
   */
  private static void exitDeliberately() {
    if (HANDLER_ADDED.compareAndSet(false, true)) {
      SpringApplication.getShutdownHandlers()
          .add(
              () -> {
                if (StopSwitch.isCutShort()) {
                  Runtime.getRuntime().halt(CannotRun.FAILED);
                }
              });
    }
  }
}
