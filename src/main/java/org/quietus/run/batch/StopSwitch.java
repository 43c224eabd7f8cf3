package org.quietus.run.batch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/**
 * Stops a run cleanly: live steps finish their chunk and end, steps that start afterwards end at
 * once.
 *
 * <p>It acts when a signal ends the process, see {@link SignalExit}, or when another part of the
 * run asks.
 */
public final class StopSwitch implements StepExecutionListener {
  private static final long PATIENCE_SECONDS = 100;

  private final Set<StepExecution> live = ConcurrentHashMap.newKeySet();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final @Nullable StopSwitch all;
  private volatile boolean stopping;
  private volatile String why = "stopped after the chunk that was open";

  public StopSwitch() {
    this(null);
  }

  private StopSwitch(@Nullable StopSwitch all) {
    this.all = all;
  }

  /**
   * One for the steps of one database: it acts with this one, and alone when one of them fails, so
   * that what is to be done in other databases is done.
   */
  StopSwitch ofPlace() {
    return new StopSwitch(this);
  }

  /** Whether no new chunk may begin. */
  public boolean isStopping() {
    return stopping || (all != null && all.isStopping());
  }

  /** The same, with the reason that whoever started the run is told. */
  void request(String reason) {
    if (!stopping) {
      why = reason;
    }
    request();
  }

  /** Why the run was asked to end. */
  String why() {
    return why;
  }

  /** Asks every live step to end after its chunk; returns at once. */
  void request() {
    stopping = true;
    live.forEach(StepExecution::setTerminateOnly);
  }

  /** Says that the run is over, so that nobody need wait for it. */
  void runEnded() {
    ended.countDown();
  }

  @Override
  public void beforeStep(StepExecution step) {
    live.add(step);
    if (all != null) {
      all.live.add(step);
    }
    if (isStopping()) {
      step.setTerminateOnly();
    }
  }

  /** A slot that failed takes the others with it; they would wait for ever for what it claimed. */
  @Override
  public ExitStatus afterStep(StepExecution step) {
    live.remove(step);
    if (all != null) {
      all.live.remove(step);
    }
    if (step.getStatus().isUnsuccessful()) {
      request();
    }
    return step.getExitStatus();
  }

  /** Asks, and waits for the end of the run; it does not wait for ever. */
  void requestAndAwait() {
    request();
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
