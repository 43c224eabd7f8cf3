package org.quietus.format.zstd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How large a window a zstd frame asks for (RFC 8878 §3.1.1.1), by its header. */
final class FrameWindow {
  /** As long as a header may be. */
  static final int MOST_BYTES = 18;

  private static final int MAGIC = 0xFD2FB528;
  private static final int[] DICTIONARY = {0, 1, 2, 4};
  private static final int[] SIZE = {1, 2, 4, 8};

  private FrameWindow() {}

  /** In bytes, negative above 2^63; 0 if no whole header of a frame with content begins there. */
  static long of(ByteBuffer header) {
    ByteBuffer in = header.order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 6 || in.getInt() != MAGIC) {
      return 0;
    }
    int descriptor = in.get();
    boolean single = (descriptor & 0x20) != 0;
    if (!single) {
      int window = in.get() & 0xff;
      long base = 1L << 10 + (window >> 3);
      return base + base / 8 * (window & 7);
    }
    int size = SIZE[descriptor >> 6 & 3];
    int skipped = DICTIONARY[descriptor & 3];
    return in.remaining() < skipped + size
        ? 0
        : content(in.position(in.position() + skipped), size);
  }

  /** A frame of a single segment is its own window. */
  private static long content(ByteBuffer in, int size) {
    return switch (size) {
      case 1 -> in.get() & 0xff;
      case 2 -> (in.getShort() & 0xffff) + 256;
      case 4 -> in.getInt() & 0xffffffffL;
      default -> in.getLong();
    };
  }
}
