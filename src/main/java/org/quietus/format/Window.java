package org.quietus.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A sliding window over the input. What lies before {@link #at} has been read; it goes to the sink
 * when room is needed, unless it is held. Filling moves the bytes: positions in {@link #bytes} are
 * good only until the next {@link #fill}, and {@link #held} moves along.
 */
public final class Window {
  private static final int SIZE = 1 << 16;
  private static final int NOT_HELD = -1;

  /** Enough bytes to see how a statement begins. */
  public static final int LOOKAHEAD = 64;

  /** Enough bytes to see what introduces a string. */
  private static final int BEHIND = 16;

  /** Takes what leaves the window, in its order. */
  public interface Sink {
    /** Bytes that stay as they are. */
    void stays(byte[] bytes, int from, int to) throws IOException;

    /** Bytes that go. */
    void goes(byte[] bytes, int from, int to) throws IOException;
  }

  private final InputStream in;
  private final Sink sink;
  private final int limit;
  private String holding = "";
  private int passed;
  private long base;
  private boolean exhausted;

  /** What is in the window now. */
  public byte[] bytes;

  /** Before the next byte to be read. */
  public int at;

  /** Behind the last byte that is there. */
  public int end;

  /** Where what is held begins. */
  public int held = NOT_HELD;

  /** Holds at most {@code limit} bytes. */
  public Window(InputStream in, Sink sink, int limit) {
    this.in = in;
    this.sink = sink;
    this.limit = limit;
    this.bytes = new byte[Math.min(SIZE, limit)];
  }

  /** Bytes read up to here since the start of the input. */
  public long offset() {
    return base + at;
  }

  /** Whether a byte stands at {@link #at}. */
  public boolean more() throws IOException {
    return at < end || fill();
  }

  /** Whether that many bytes stand from {@link #at} on. */
  public boolean more(int count) throws IOException {
    while (end - at < count) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  /** Whether the next bytes are these. */
  public boolean at(byte[] expected) throws IOException {
    return more(expected.length)
        && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
  }

  /**
   * Reads at least one more byte.
   *
   * @return false at the end of the input
   * @throws UnsupportedDump if what is held is larger than allowed
   */
  public boolean fill() throws IOException {
    if (exhausted) {
      return false;
    }
    if (end == bytes.length) {
      makeRoom();
    }
    int count = in.read(bytes, end, bytes.length - end);
    if (count < 0) {
      exhausted = true;
      return false;
    }
    end += count;
    return count > 0 || fill();
  }

  private void makeRoom() throws IOException {
    int keep = held == NOT_HELD ? Math.max(0, at - BEHIND) : held;
    pass(keep);
    if (keep == 0) {
      if (bytes.length >= limit) {
        throw new UnsupportedDump(holding + " is larger than " + limit + " bytes", base + held);
      }
      int larger = (int) Math.min(limit, 2L * bytes.length);
      Share.require(larger);
      bytes = Arrays.copyOf(bytes, larger);
      return;
    }
    System.arraycopy(bytes, keep, bytes, 0, end - keep);
    base += keep;
    at -= keep;
    end -= keep;
    passed -= keep;
    held = held == NOT_HELD ? NOT_HELD : 0;
  }

  /** From here on everything stays in {@link #bytes}, until released or discarded. */
  public void hold(String what) {
    held = at;
    holding = what;
  }

  /** What was held may go to the sink when room is needed. */
  public void release() {
    held = NOT_HELD;
  }

  /** What was held, up to {@code to}, never reaches the sink; what is behind stays held. */
  public void discard(int to) throws IOException {
    pass(held);
    if (to > passed) {
      sink.goes(bytes, passed, to);
    }
    passed = to;
    held = to;
  }

  /** Gives everything read before that position to the sink now. */
  public void pass(int to) throws IOException {
    if (to > passed) {
      sink.stays(bytes, passed, to);
      passed = to;
    }
  }
}
