package org.quietus.format.gzip;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes bits, the lowest of each byte first. */
final class BitSink {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int PIECE = 48;

  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 16];
  private int filled;
  private long bits;
  private int count;

  BitSink(OutputStream out) {
    this.out = out;
  }

  /** Writes up to 48 bits, the lowest first. */
  void write(long value, int length) throws IOException {
    bits |= value << count;
    count += length;
    if (filled > buffer.length - 8) {
      out.write(buffer, 0, filled);
      filled = 0;
    }
    LONG.set(buffer, filled, bits);
    int whole = count >>> 3;
    filled += whole;
    bits >>>= whole << 3;
    count &= 7;
  }

  /** Copies bits; eight bytes behind the last one may be looked at. */
  void copy(byte[] from, long first, long last) throws IOException {
    long at = first;
    while (at < last) {
      int length = (int) Math.min(PIECE, last - at);
      long word = (long) LONG.get(from, (int) (at >>> 3)) >>> (at & 7);
      write(word & ((1L << length) - 1), length);
      at += length;
    }
  }

  /** Fills the byte that has been begun with zeros. */
  void align() throws IOException {
    if (count > 0) {
      write(0, 8 - count);
    }
  }

  /** Writes whole bytes, where no byte has been begun. */
  void bytes(byte[] from, int start, int end) throws IOException {
    flush();
    out.write(from, start, end - start);
  }

  void flush() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }
}
