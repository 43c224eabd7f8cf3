package org.quietus.backup.file;

import java.util.Arrays;

/**
 * Some digests, in order, as Golomb-Rice coded differences (Golomb, 1966; Rice, 1979): about 22
 * bits for each if they are {@link #BITS} bits wide and as many as a page is meant for.
 */
final class DigestPage {
  /** How many digests a page is meant for. */
  static final int DIGESTS = 2048;

  /** How wide they are: one in a million of those that are not in a full page seems to be. */
  static final int BITS = 31;

  private static final int REMAINDER_BITS = 20;

  private DigestPage() {}

  /** Writes the first {@code count} digests, which ascend, each once. */
  static byte[] write(long[] digests, int count) {
    byte[] bytes = new byte[64];
    long bit = 0;
    long last = -1;
    for (int n = 0; n < count; n++) {
      long difference = digests[n] - last - 1;
      last = digests[n];
      long ones = difference >>> REMAINDER_BITS;
      long end = bit + ones + 1 + REMAINDER_BITS;
      if ((end + 7) / 8 > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.max(2L * bytes.length, (end + 7) / 8));
      }
      for (; ones > 0; ones--) {
        set(bytes, bit++);
      }
      bit++;
      for (int digit = REMAINDER_BITS - 1; digit >= 0; digit--, bit++) {
        if ((difference >>> digit & 1) == 1) {
          set(bytes, bit);
        }
      }
    }
    return Arrays.copyOf(bytes, (int) ((bit + 7) / 8));
  }

  /** Whether a digest is among the {@code count} that were written. */
  static boolean has(byte[] page, int count, long digest) {
    long bit = 0;
    long at = -1;
    for (int n = 0; n < count && at < digest; n++) {
      long difference = 0;
      for (; isSet(page, bit); bit++) {
        difference++;
      }
      bit++;
      for (int digit = 0; digit < REMAINDER_BITS; digit++, bit++) {
        difference = difference << 1 | (isSet(page, bit) ? 1 : 0);
      }
      at += difference + 1;
    }
    return at == digest && count > 0;
  }

  private static void set(byte[] bytes, long bit) {
    bytes[(int) (bit >>> 3)] |= (byte) (0x80 >>> (bit & 7));
  }

  private static boolean isSet(byte[] bytes, long bit) {
    return (bytes[(int) (bit >>> 3)] & 0x80 >>> (bit & 7)) != 0;
  }
}
