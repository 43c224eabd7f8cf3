package org.quietus.certificate;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes what is for people to read one after the other, beside the thread that issues certificates,
 * which waits when too much is left to make.
 */
final class RenderingThread implements AutoCloseable {
  private static final int MOST_WAITING = 4;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          RenderingThread::daemon,
          (task, full) -> waitFor(full, task));

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "rendering");
    thread.setDaemon(true);
    return thread;
  }

  private static void waitFor(ThreadPoolExecutor full, Runnable task) {
    try {
      full.getQueue().put(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException(e);
    }
  }

  /** Makes something; whoever waits for it is told by what it does. */
  void make(Runnable some) {
    thread.execute(some);
  }

  /** Waits until everything is made. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
