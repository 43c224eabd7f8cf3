package org.quietus.run.batch;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * A job repository for one slot: each change of its status is written at once, its counts and
 * context at most once a second. The ledger counts; two more transactions for each chunk only cost.
 */
final class SeldomUpdates implements InvocationHandler {
  private static final Duration SELDOM = Duration.ofSeconds(1);

  private final JobRepository jobs;
  private @Nullable BatchStatus written;
  private long writtenAt;

  private SeldomUpdates(JobRepository jobs) {
    this.jobs = jobs;
  }

  /** Not for more than one slot, since each has a status of its own. */
  static JobRepository of(JobRepository jobs) {
    return (JobRepository)
        Proxy.newProxyInstance(
            JobRepository.class.getClassLoader(),
            new Class<?>[] {JobRepository.class},
            new SeldomUpdates(jobs));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    boolean updates = method.getName().startsWith("update");
    if (updates && arguments != null && arguments[0] instanceof StepExecution step) {
      if (!isDue(step)) {
        return null;
      }
      if (method.getName().equals("update")) {
        written = step.getStatus();
        writtenAt = System.nanoTime();
      }
    }
    try {
      return method.invoke(jobs, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private boolean isDue(StepExecution step) {
    return step.getStatus() != written || System.nanoTime() - writtenAt > SELDOM.toNanos();
  }
}
