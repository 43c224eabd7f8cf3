package org.quietus.run.batch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.context.SmartLifecycle;

/**
 * Stops a run cleanly: live steps finish their chunk and end, steps that start afterwards end at
 * once.
 *
 * <p>It acts when the application context closes, which SIGTERM brings about, or when another part
 * of the run asks.
 */
public final class StopSwitch implements SmartLifecycle, StepExecutionListener {
  private static final long PATIENCE_SECONDS = 100;
  private static final AtomicBoolean CUT_SHORT = new AtomicBoolean();

  private final Set<StepExecution> live = ConcurrentHashMap.newKeySet();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile boolean running;

  /** Whether no new chunk may begin. */
  public boolean isStopping() {
    return stopping;
  }

  /** Asks every live step to end after its chunk; returns at once. */
  void request() {
    stopping = true;
    live.forEach(StepExecution::setTerminateOnly);
  }

  /** Says that the run is over, so that closing the context need not wait for it. */
  void runEnded() {
    ended.countDown();
  }

  /** Whether the end of the process, rather than the end of its work, has stopped a run. */
  static boolean isCutShort() {
    return CUT_SHORT.get();
  }

  @Override
  public void beforeStep(StepExecution step) {
    live.add(step);
    if (stopping) {
      step.setTerminateOnly();
    }
  }

  /** A slot that failed takes the others with it; they would wait for ever for what it claimed. */
  @Override
  public ExitStatus afterStep(StepExecution step) {
    live.remove(step);
    if (step.getStatus().isUnsuccessful()) {
      request();
    }
    return step.getExitStatus();
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    // noted before the run is let go, for the process may end before its own thread gets another
    // turn
    CUT_SHORT.compareAndSet(false, ended.getCount() > 0);
    request();
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
