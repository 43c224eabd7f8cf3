package org.quietus.format.gzip;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the symbol whose code comes next (RFC 1951, 3.2.2). An entry holds the symbol above
 * {@link #SYMBOL} and the length of its code below; that of a longer code leads to a table of its
 * own for what follows the first bits.
 */
final class HuffmanTable {
  static final int SYMBOL = 8;
  static final int LENGTH = 0xf;
  private static final int LONGER = 0x10;
  private static final int LONGEST = 15;

  private final int first;
  private int[] entries;
  private int filled;

  private HuffmanTable(int first) {
    this.first = first;
    this.filled = 1 << first;
    this.entries = new int[2 << first];
  }

  /**
   * The table of a list of code lengths; null if they are of no complete code. A code of one symbol
   * alone may be incomplete, and one of none, if {@code lone} says so.
   *
   * @param first how many bits are looked at first
   */
  static @Nullable HuffmanTable of(byte[] lengths, int first, boolean lone) {
    int[] counts = new int[LONGEST + 1];
    for (byte length : lengths) {
      counts[length]++;
    }
    int used = lengths.length - counts[0];
    counts[0] = 0;
    int left = 1;
    int[] next = new int[LONGEST + 2];
    for (int length = 1; length <= LONGEST; length++) {
      left = (left << 1) - counts[length];
      if (left < 0) {
        return null;
      }
      next[length + 1] = (next[length] + counts[length]) << 1;
    }
    if (left > 0 && !(lone && (used == 0 || (used == 1 && counts[1] == 1)))) {
      return null;
    }
    HuffmanTable table = new HuffmanTable(first);
    int[] codes = new int[lengths.length];
    for (int n = 0; n < codes.length; n++) {
      int length = lengths[n];
      if (length > 0) {
        codes[n] = Integer.reverse(next[length]++) >>> (32 - length);
      }
    }
    table.fill(lengths, codes);
    return table;
  }

  private void fill(byte[] lengths, int[] codes) {
    int mask = (1 << first) - 1;
    int[] longest = new int[1 << first];
    for (int n = 0; n < codes.length; n++) {
      int length = lengths[n];
      if (length > first) {
        int head = codes[n] & mask;
        longest[head] = Math.max(longest[head], length - first);
      }
    }
    for (int n = 0; n < codes.length; n++) {
      int length = lengths[n];
      if (length == 0) {
        continue;
      }
      if (length <= first) {
        put(0, first, codes[n], length, n << SYMBOL | length);
        continue;
      }
      int head = codes[n] & mask;
      int bits = longest[head];
      if (entries[head] == 0) {
        entries[head] = filled << SYMBOL | LONGER | bits;
        filled += 1 << bits;
        if (filled > entries.length) {
          entries = Arrays.copyOf(entries, Math.max(filled, 2 * entries.length));
        }
      }
      put(entries[head] >>> SYMBOL, bits, codes[n] >>> first, length - first, n << SYMBOL | length);
    }
  }

  /** Whatever follows a code of that length. */
  private void put(int base, int bits, int code, int length, int entry) {
    for (int at = code; at < 1 << bits; at += 1 << length) {
      entries[base + at] = entry;
    }
  }

  /** The entry of the code that those bits begin with; 0 if none does. */
  int entry(long bits) {
    int entry = entries[(int) bits & ((1 << first) - 1)];
    return (entry & LONGER) == 0
        ? entry
        : entries[(entry >>> SYMBOL) + ((int) (bits >>> first) & ((1 << (entry & LENGTH)) - 1))];
  }
}
