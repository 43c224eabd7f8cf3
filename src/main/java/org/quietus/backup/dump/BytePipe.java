package org.quietus.backup.dump;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one thread writes another reads meanwhile. The pipe of the JDK wakes its reader only when it
 * is full, and its writer only when it is empty, so that the two work by turns.
 */
final class BytePipe implements Closeable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final byte[] ring;
  private int first;
  private int filled;
  private boolean ended;
  private boolean abandoned;

  /** Holds that many bytes that were written and not read. */
  BytePipe(int bytes) {
    this.ring = new byte[bytes];
  }

  /** Closing it is the end of what can be read. */
  OutputStream writer() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, bytes.length);
        for (int done = 0; done < count; ) {
          done += put(bytes, from + done, count - done);
        }
      }

      @Override
      public void close() {
        locked(() -> ended = true);
      }
    };
  }

  /** Once it is closed, nothing more can be written. */
  InputStream reader() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, bytes.length);
        return count == 0 ? 0 : take(bytes, from, count);
      }

      @Override
      public void close() {
        locked(() -> abandoned = true);
      }
    };
  }

  private int put(byte[] bytes, int from, int count) throws IOException {
    lock.lock();
    try {
      while (filled == ring.length && !abandoned) {
        await();
      }
      if (abandoned || ended) {
        throw new IOException("nobody reads it any more");
      }
      int at = (first + filled) % ring.length;
      int some = Math.min(Math.min(count, ring.length - filled), ring.length - at);
      System.arraycopy(bytes, from, ring, at, some);
      filled += some;
      moved.signalAll();
      return some;
    } finally {
      lock.unlock();
    }
  }

  private int take(byte[] bytes, int from, int count) throws IOException {
    lock.lock();
    try {
      while (filled == 0 && !ended && !abandoned) {
        await();
      }
      if (abandoned) {
        throw new IOException("it is closed");
      }
      if (filled == 0) {
        return -1;
      }
      int some = Math.min(Math.min(count, filled), ring.length - first);
      System.arraycopy(ring, first, bytes, from, some);
      first = (first + some) % ring.length;
      filled -= some;
      moved.signalAll();
      return some;
    } finally {
      lock.unlock();
    }
  }

  private void await() throws InterruptedIOException {
    try {
      moved.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends both sides, so that nobody waits for the other. */
  @Override
  public void close() {
    locked(
        () -> {
          ended = true;
          abandoned = true;
        });
  }
}
