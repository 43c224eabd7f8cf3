package org.quietus.certificate;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes what is for people to read one after the other, beside the thread that issues certificates,
 * which waits when too much is left to make.
 */
final class RenderingThread implements AutoCloseable {
  private static final int MOST_WAITING = 64;

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

  CompletableFuture<Boolean> make(Supplier<Boolean> one) {
    return CompletableFuture.supplyAsync(one, thread);
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
