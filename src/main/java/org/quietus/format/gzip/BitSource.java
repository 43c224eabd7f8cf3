package org.quietus.format.gzip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.quietus.format.Damaged;

/** Reads bits, the lowest of each byte first, and holds the bytes until they are released. */
final class BitSource {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int READ = 1 << 16;
  private static final int SLACK = 16;

  private final InputStream in;
  private byte[] bytes = new byte[4 * READ];
  private long base;
  private int at;
  private int end;
  private long bits;
  private int count;
  private boolean exhausted;
  private long released;

  BitSource(InputStream in) {
    this.in = in;
  }

  /** Sees that 56 bits are there, as far as the file goes; zeros are behind its end. */
  void fill() throws IOException {
    if (end - at < SLACK) {
      more();
    }
    bits |= (long) LONG.get(bytes, at) << count;
    at += (63 - count) >>> 3;
    count |= 56;
  }

  /** The next bits, of which 56 are known after {@link #fill}. */
  long peek() {
    return bits;
  }

  void skip(int length) {
    bits >>>= length;
    count -= length;
  }

  /** Takes bits that are known. */
  int taken(int length) {
    int value = (int) bits & ((1 << length) - 1);
    skip(length);
    return value;
  }

  /** Takes up to 32 bits. */
  int bits(int length) throws IOException {
    if (count < length) {
      fill();
    }
    int value = (int) (bits & ((1L << length) - 1));
    skip(length);
    requireThere();
    return value;
  }

  /** Passes what is left of a byte. */
  void align() {
    skip(count & 7);
  }

  /** Takes bytes, where a byte begins. */
  void bytes(byte[] target, int from, int length) throws IOException {
    int n = 0;
    while (n < length && count > 0) {
      target[from + n++] = (byte) taken(8);
    }
    if (count == 0) {
      bits = 0;
    }
    while (n < length) {
      if (end - at < SLACK) {
        more();
      }
      int some = Math.min(length - n, end - at);
      if (some == 0) {
        break;
      }
      System.arraycopy(bytes, at, target, from + n, some);
      at += some;
      n += some;
    }
    requireThere();
    if (n < length) {
      throw damaged();
    }
  }

  /** The number of the next bit in the file. */
  long place() {
    return ((base + at) << 3) - count;
  }

  /** Whether a further byte is there, where a byte begins. */
  boolean hasMore() throws IOException {
    if (end - at < SLACK) {
      more();
    }
    return count > 0 ? place() < (base + end) << 3 : at < end;
  }

  /** Whether bits were taken that the file does not have. */
  void requireThere() throws Damaged {
    if (exhausted && place() > (base + end) << 3) {
      throw new Damaged("the gzip file ends too early", base + end);
    }
  }

  Damaged damaged() {
    return exhausted && place() > (base + end) << 3
        ? new Damaged("the gzip file ends too early", base + end)
        : new Damaged("the gzip file does not decompress", place() >>> 3);
  }

  private void more() throws IOException {
    while (!exhausted && end - at < READ) {
      if (bytes.length - end < READ + SLACK) {
        room();
      }
      int read = in.read(bytes, end, READ);
      exhausted = read < 0;
      end += Math.max(0, read);
    }
    if (exhausted) {
      if (bytes.length - at < 2 * SLACK) {
        bytes = Arrays.copyOf(bytes, bytes.length + 4 * SLACK);
      }
      Arrays.fill(
          bytes,
          Math.max(end, at),
          Math.min(bytes.length, Math.max(end, at) + 2 * SLACK),
          (byte) 0);
      requireThere();
    }
  }

  private void room() {
    int keep = (int) Math.min(at, Math.max(0, (released >>> 3) - base));
    if (keep > 0) {
      System.arraycopy(bytes, keep, bytes, 0, end - keep);
      base += keep;
      at -= keep;
      end -= keep;
    }
    if (bytes.length - end < READ + SLACK) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
  }

  /** The bytes before that bit are not asked for again. */
  void release(long bit) {
    released = bit;
  }

  /** Room for the bytes that are held. */
  int size() {
    return bytes.length;
  }

  /** Copies bits that are held. */
  void copy(long first, long last, BitSink sink) throws IOException {
    sink.copy(bytes, first - (base << 3), last - (base << 3));
  }

  /** Bits that are held, from the lowest of the first byte on, with eight bytes behind them. */
  byte[] copied(long first, int length) throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    BitSink sink = new BitSink(copy);
    copy(first, first + length, sink);
    sink.align();
    sink.flush();
    return Arrays.copyOf(copy.toByteArray(), (length + 7) / 8 + 8);
  }
}
