package org.quietus.objectstore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does what waits for a disk or a network with several threads at a time, so that one wait serves
 * many.
 */
final class SideBySide {
  private static final int THREADS = 8;

  private SideBySide() {}

  /** Something to be done with one of them. */
  interface Step<T, E extends Exception> {
    void take(T one) throws E;
  }

  /**
   * Does it with each of them and returns when all is done; of those that fail the first says why,
   * after the others.
   */
  static <T, E extends Exception> void each(Collection<T> all, Class<E> failure, Step<T, E> step)
      throws E {
    if (all.size() < 2) {
      for (T one : all) {
        step.take(one);
      }
      return;
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(THREADS, all.size()), SideBySide::daemon);
    List<Future<?>> begun = new ArrayList<>(all.size());
    try {
      for (T one : all) {
        begun.add(
            threads.submit(
                () -> {
                  step.take(one);
                  return one;
                }));
      }
    } finally {
      threads.shutdown();
    }
    List<Throwable> failures = new ArrayList<>();
    for (Future<?> one : begun) {
      ended(one).ifPresent(failures::add);
    }
    if (!failures.isEmpty()) {
      rethrow(failures.get(0), failure);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "side-by-side");
    thread.setDaemon(true);
    return thread;
  }

  /** Why it failed, once it has ended, however often we are asked to stop meanwhile. */
  private static Optional<Throwable> ended(Future<?> one) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          one.get();
          return Optional.empty();
        } catch (ExecutionException e) {
          return Optional.of(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static <E extends Exception> void rethrow(Throwable cause, Class<E> failure) throws E {
    if (failure.isInstance(cause)) {
      throw failure.cast(cause);
    }
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(cause);
  }
}
