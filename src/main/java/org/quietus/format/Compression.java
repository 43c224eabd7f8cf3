package org.quietus.format;

import java.util.Arrays;

/** What an object may be compressed with, by its first bytes. */
public enum Compression {
  GZIP("gzip", 0x1f, 0x8b),
  ZSTD("zstd", 0x28, 0xb5, 0x2f, 0xfd),
  XZ("xz", 0xfd, '7', 'z', 'X', 'Z', 0),
  BZIP2("bzip2", 'B', 'Z', 'h'),
  ZIP("zip", 'P', 'K', 3, 4),
  LZ4("lz4", 4, 0x22, 0x4d, 0x18),
  SEVEN_ZIP("7-Zip", '7', 'z', 0xbc, 0xaf, 0x27, 0x1c);

  private final String tool;
  private final byte[] magic;

  Compression(String tool, int... magic) {
    this.tool = tool;
    this.magic = new byte[magic.length];
    for (int i = 0; i < magic.length; i++) {
      this.magic[i] = (byte) magic[i];
    }
  }

  /** The bytes that it begins with. */
  public byte[] magic() {
    return Arrays.copyOf(magic, magic.length);
  }

  /** Why such an object is not read, and what to do. */
  public String refusal() {
    String compressed = "the object is compressed with " + tool;
    return switch (this) {
      case GZIP -> compressed + ", but its name does not end in .gz";
      case ZSTD -> compressed + ", but its name does not end in .zst";
      default -> compressed + "; only gzip (.gz) and zstd (.zst) can be read";
    };
  }

  /**
   * Refuses an object that is compressed although it was opened as if it were not, or is something
   * else that is known.
   *
   * @param to behind the last byte that is known of it
   * @throws UnsupportedDump if its first bytes are those of one
   */
  public static void refuse(byte[] bytes, int from, int to) throws UnsupportedDump {
    for (Compression each : values()) {
      if (begins(each.magic, bytes, from, to)) {
        throw new UnsupportedDump(each.refusal(), 0);
      }
    }
    for (ForeignFile each : ForeignFile.values()) {
      if (begins(each.magic(), bytes, from, to)) {
        throw new UnsupportedDump(each.refusal(), 0);
      }
    }
  }

  private static boolean begins(byte[] magic, byte[] bytes, int from, int to) {
    return to - from >= magic.length
        && Arrays.equals(bytes, from, from + magic.length, magic, 0, magic.length);
  }
}
