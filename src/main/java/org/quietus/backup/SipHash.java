package org.quietus.backup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 of 128 bits (Aumasson and Bernstein, 2012): a keyed digest of short inputs, in a
 * tenth of the time of an HMAC.
 */
final class SipHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final int KEY_BYTES = 16;

  private final long key0;
  private final long key1;

  /** Takes a key of sixteen bytes. */
  SipHash(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
    }
    this.key0 = (long) LONG.get(key, 0);
    this.key1 = (long) LONG.get(key, 8);
  }

  /** The digest of the first {@code length} bytes; eight more may be looked at. */
  KeyToken of(byte[] bytes, int length) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    long first = 0;
    int words = length >>> 3;
    // after the words come the rounds that make the two halves of the digest
    for (int n = 0; n <= words + 2; n++) {
      long word = n > words ? 0 : n == words ? last(bytes, length) : (long) LONG.get(bytes, 8 * n);
      v3 ^= word;
      v2 ^= n == words + 1 ? 0xee : 0;
      v1 ^= n == words + 2 ? 0xdd : 0;
      for (int rounds = n > words ? 4 : 2; rounds > 0; rounds--) {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
      }
      v0 ^= word;
      first = n == words + 1 ? v0 ^ v1 ^ v2 ^ v3 : first;
    }
    return new KeyToken(first, v0 ^ v1 ^ v2 ^ v3);
  }

  /** What is left of the bytes behind whole words, with their length. */
  private static long last(byte[] bytes, int length) {
    int left = length & 7;
    long rest = left == 0 ? 0 : (long) LONG.get(bytes, length - left) & -1L >>> (64 - 8 * left);
    return rest | (long) length << 56;
  }
}
