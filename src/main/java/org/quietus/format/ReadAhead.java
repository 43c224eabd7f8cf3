package org.quietus.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source on a thread of its own once it turns out to be long, so that whoever decompresses
 * and whoever understands take a core each. What goes wrong with the source is told behind the
 * bytes that came before it. Holds half a megabyte at most; of one reader, as any stream.
 */
public final class ReadAhead extends InputStream {
  private static final int PIECE = 1 << 17;
  private static final int PIECES = 4;

  private final InputStream source;
  private final BlockingQueue<Piece> read = new ArrayBlockingQueue<>(PIECES);
  private final BlockingQueue<Piece> spare = new ArrayBlockingQueue<>(PIECES);
  private @Nullable Thread reader;
  private Piece piece = new Piece();
  private int taken;
  private volatile boolean closed;

  /** Bytes of the source in their order; the last has an end behind it, or a failure. */
  private static final class Piece {
    private final byte[] bytes = new byte[PIECE];
    private int count;
    private boolean isLast;
    private @Nullable Throwable failure;

    /** Takes what the source has next. */
    void fill(InputStream source) {
      count = 0;
      try {
        while (count < PIECE) {
          int some = source.read(bytes, count, PIECE - count);
          if (some < 0) {
            isLast = true;
            return;
          }
          count += some;
        }
      } catch (IOException | RuntimeException | Error e) {
        isLast = true;
        failure = e;
      }
    }
  }

  /** Of a source that is closed with it. */
  public ReadAhead(InputStream source) {
    this.source = source;
    piece.fill(source); // what is short needs no thread
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, bytes.length);
    if (closed) {
      throw new IOException("it is closed");
    }
    if (count == 0) {
      return 0;
    }
    while (taken == piece.count) {
      if (piece.isLast) {
        return end();
      }
      next();
    }
    int some = Math.min(count, piece.count - taken);
    System.arraycopy(piece.bytes, taken, bytes, from, some);
    taken += some;
    return some;
  }

  private int end() throws IOException {
    @Nullable Throwable failure = piece.failure;
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return -1;
  }

  private void next() {
    try {
      if (reader == null) {
        for (int n = 1; n < PIECES; n++) {
          spare.put(new Piece());
        }
        reader = new Thread(this::readOn, "read-ahead");
        reader.setDaemon(true);
        reader.start();
      }
      spare.put(piece);
      piece = taken(reader);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      piece = new Piece();
      piece.isLast = true;
      piece.failure = new InterruptedIOException();
    }
    taken = 0;
  }

  /** A thread may end for want of memory before it can say so. */
  private Piece taken(Thread from) throws InterruptedException {
    @Nullable Piece next = read.poll();
    while (next == null) {
      boolean isOver = !from.isAlive();
      next = read.poll(isOver ? 0 : 1, TimeUnit.SECONDS);
      if (next == null && isOver) {
        throw new OutOfMemoryError("the thread that reads ahead has ended");
      }
    }
    return next;
  }

  private void readOn() {
    try {
      Piece next = spare.take();
      while (!closed) {
        next.fill(source);
        read.put(next);
        if (next.isLast) {
          return;
        }
        next = spare.take();
      }
    } catch (InterruptedException e) {
      // closed: nobody waits for more
    }
  }

  /** Waits for what is being read at the moment, if anything, for it is the source's. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    @Nullable Thread started = reader;
    boolean interrupted = false;
    while (started != null && started.isAlive()) {
      spare.offer(new Piece()); // wakes it
      try {
        started.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    source.close();
  }
}
