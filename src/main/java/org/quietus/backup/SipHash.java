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
  private long v0;
  private long v1;
  private long v2;
  private long v3;

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
    v0 = key0 ^ 0x736f6d6570736575L;
    v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
    v2 = key0 ^ 0x6c7967656e657261L;
    v3 = key1 ^ 0x7465646279746573L;
    int at = 0;
    for (; at + 8 <= length; at += 8) {
      take((long) LONG.get(bytes, at));
    }
    int left = length - at;
    long last = left == 0 ? 0 : (long) LONG.get(bytes, at) & (-1L >>> (64 - 8 * left));
    take(last | (long) length << 56);
    v2 ^= 0xee;
    rounds(4);
    long first = v0 ^ v1 ^ v2 ^ v3;
    v1 ^= 0xdd;
    rounds(4);
    return new KeyToken(first, v0 ^ v1 ^ v2 ^ v3);
  }

  private void take(long word) {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }

  private void rounds(int count) {
    for (int n = 0; n < count; n++) {
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
  }
}
