package org.quietus.objectstore.s3;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.Attributes;

/**
 * The checksum that Amazon gives every object that has none. The SDK computes it with a native
 * library alone, and the others by itself.
 */
final class Crc64Nvme {
  /** How S3 calls it. */
  static final String NAME = "CRC64NVME";

  /** The polynomial 0xad93d23594c93659, from its lowest bit on. */
  private static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L;

  private static final int AT_ONCE = 8;
  private static final long[][] TABLES = tables();

  private Crc64Nvme() {}

  /** The algorithm of an object's checksum that the SDK is to compute itself; null for none. */
  static @Nullable String others(Attributes attributes) {
    return attributes.checksumAlgorithm().filter(name -> !name.equals(NAME)).orElse(null);
  }

  /** The checksum of content in base64 where an object has this one; null where it does not. */
  static @Nullable String of(Attributes attributes, byte[] content, int length) {
    Optional<String> wanted = attributes.checksumAlgorithm().filter(NAME::equals);
    return wanted.isEmpty()
        ? null
        : Base64.getEncoder()
            .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(of(content, length)).array());
  }

  private static long of(byte[] content, int length) {
    long crc = -1;
    int at = 0;
    for (; at + AT_ONCE <= length; at += AT_ONCE) {
      long next = 0;
      for (int n = 0; n < AT_ONCE; n++) {
        int index = (int) ((crc >>> (8 * n)) ^ content[at + n]) & 0xff;
        next ^= TABLES[AT_ONCE - 1 - n][index];
      }
      crc = next;
    }
    for (; at < length; at++) {
      crc = (crc >>> 8) ^ TABLES[0][(int) (crc ^ content[at]) & 0xff];
    }
    return ~crc;
  }

  /** Table n is of a byte that n others follow. */
  private static long[][] tables() {
    long[][] tables = new long[AT_ONCE][256];
    for (int value = 0; value < 256; value++) {
      long crc = value;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
      tables[0][value] = crc;
    }
    for (int n = 1; n < AT_ONCE; n++) {
      for (int value = 0; value < 256; value++) {
        long before = tables[n - 1][value];
        tables[n][value] = (before >>> 8) ^ tables[0][(int) before & 0xff];
      }
    }
    return tables;
  }
}
