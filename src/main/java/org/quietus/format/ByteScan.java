package org.quietus.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds bytes eight at a time. */
public final class ByteScan {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long TOP = 0x8080808080808080L;
  private static final long SPACES = EACH * ' ';
  private static final long QUOTES = EACH * '"';
  private static final long BACKSLASHES = EACH * '\\';

  private ByteScan() {}

  /** Where one of two bytes stands first between two positions; the second one if neither does. */
  public static int either(byte[] bytes, int from, int to, byte one, byte other) {
    long ones = EACH * (one & 0xff);
    long others = EACH * (other & 0xff);
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = (long) WORD.get(bytes, at);
      long hits = zeros(word ^ ones) | zeros(word ^ others);
      if (hits != 0) {
        return at + first(hits);
      }
    }
    while (at < to && bytes[at] != one && bytes[at] != other) {
      at++;
    }
    return at;
  }

  /**
   * Where the first byte stands between two positions that is no letter of ASCII standing for
   * itself in a JSON string: a quote, a backslash, a control character, or a part of a longer one.
   */
  public static int notPlain(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = (long) WORD.get(bytes, at);
      long controls = (word - SPACES) & ~word & TOP;
      long hits = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | controls | (word & TOP);
      if (hits != 0) {
        return at + first(hits);
      }
    }
    while (at < to && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  /** The top bit of each byte that is zero; beyond the first one others may have it too. */
  private static long zeros(long word) {
    return (word - EACH) & ~word & TOP;
  }

  private static int first(long hits) {
    return Long.numberOfTrailingZeros(hits) >>> 3;
  }
}
