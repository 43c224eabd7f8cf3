package org.quietus.format.gzip;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Damaged;

/**
 * Decompresses the deflate stream of one gzip member (RFC 1951), and tells where in it each few
 * kilobytes of content begin, which {@code java.util.zip} does not.
 */
final class DeflateReader {
  static final int WINDOW = 1 << 15;
  private static final int OUT = WINDOW + (1 << 17);
  private static final int LONGEST_MATCH = 258;
  private static final int BETWEEN_MARKS = 1 << 12;
  private static final int END = 256;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int[] LENGTHS = {
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258
  };
  private static final int[] LENGTH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
  };
  private static final int[] DISTANCES = {
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577
  };
  private static final int[] DISTANCE_BITS = {
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13
  };
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  /** Takes note of places at which both the compressed bits and the content can be cut. */
  interface Marks {
    /** The content from that place on begins with that bit, which is the block's or within it. */
    void at(DeflateBlock block, long bit, long place);

    /** The stream ends before that bit. */
    void end(long bit, long place);
  }

  private final BitSource in;
  private final Marks marks;
  private final byte[] out = new byte[OUT + LONGEST_MATCH + 8];
  private int given;
  private int at;
  private int history;
  private long base;
  private int nextMark;
  private @Nullable DeflateBlock block;
  private @Nullable HuffmanTable literals;
  private @Nullable HuffmanTable distances;
  private int stored;
  private boolean last;
  private boolean ended = true;

  DeflateReader(BitSource in, Marks marks) {
    this.in = in;
    this.marks = marks;
  }

  /** A stream begins; what was before it is no history of it. */
  void begin() {
    history = at;
    ended = false;
    last = false;
    block = null;
  }

  /** Whether the last block has been read to its end, and given. */
  boolean isEnded() {
    return ended && given == at;
  }

  /** Content that has been read, up to that many bytes; 0 at the end of the stream. */
  int read(byte[] target, int offset, int length) throws IOException {
    while (given == at && !ended) {
      if (at >= OUT) {
        slide();
      }
      step();
    }
    int count = Math.min(length, at - given);
    System.arraycopy(out, given, target, offset, count);
    given += count;
    return count;
  }

  private void slide() {
    int by = at - WINDOW;
    System.arraycopy(out, by, out, 0, WINDOW);
    base += by;
    at -= by;
    given -= by;
    nextMark -= by;
    history = Math.max(0, history - by);
  }

  private void step() throws IOException {
    if (block == null) {
      header();
    } else if (block.isStored()) {
      copyStored();
    } else {
      symbols();
    }
  }

  private void header() throws IOException {
    in.fill();
    long start = in.place();
    last = in.bits(1) == 1;
    int type = in.bits(2);
    byte[] none = {};
    switch (type) {
      case 0 -> {
        in.align();
        int length = in.bits(16);
        if (in.bits(16) != (~length & 0xffff)) {
          throw in.damaged();
        }
        stored = length;
        block = new DeflateBlock(start, none, 0, 0, 0);
        marks.at(block, start, base + at);
      }
      case 1 -> coded(start, fixedLiterals(), fixedDistances());
      case 2 -> dynamic(start);
      default -> throw in.damaged();
    }
  }

  /** Two of the distances are in no stream. */
  private static byte[] fixedDistances() {
    byte[] lengths = new byte[32];
    Arrays.fill(lengths, (byte) 5);
    return lengths;
  }

  private static byte[] fixedLiterals() {
    byte[] lengths = new byte[288];
    Arrays.fill(lengths, 0, 144, (byte) 8);
    Arrays.fill(lengths, 144, 256, (byte) 9);
    Arrays.fill(lengths, 256, 280, (byte) 7);
    Arrays.fill(lengths, 280, 288, (byte) 8);
    return lengths;
  }

  private void dynamic(long start) throws IOException {
    int literalCount = in.bits(5) + 257;
    int distanceCount = in.bits(5) + 1;
    int codes = in.bits(4) + 4;
    byte[] lengths = new byte[19];
    for (int n = 0; n < codes; n++) {
      lengths[ORDER[n]] = (byte) in.bits(3);
    }
    HuffmanTable table = HuffmanTable.of(lengths, 7, false);
    if (table == null || literalCount > 286 || distanceCount > 30) {
      throw in.damaged();
    }
    byte[] all = new byte[literalCount + distanceCount];
    for (int n = 0; n < all.length; ) {
      in.fill();
      int entry = table.entry(in.peek());
      int symbol = entry >>> HuffmanTable.SYMBOL;
      if (entry == 0) {
        throw in.damaged();
      }
      in.skip(entry & HuffmanTable.LENGTH);
      if (symbol < 16) {
        all[n++] = (byte) symbol;
        continue;
      }
      int count = symbol == 16 ? 3 + in.bits(2) : symbol == 17 ? 3 + in.bits(3) : 11 + in.bits(7);
      if (n + count > all.length || (symbol == 16 && n == 0)) {
        throw in.damaged();
      }
      Arrays.fill(all, n, n + count, symbol == 16 ? all[n - 1] : 0);
      n += count;
    }
    coded(
        start, Arrays.copyOf(all, literalCount), Arrays.copyOfRange(all, literalCount, all.length));
  }

  private void coded(long start, byte[] lengths, byte[] distanceLengths) throws IOException {
    literals = HuffmanTable.of(lengths, 11, true);
    distances = HuffmanTable.of(distanceLengths, 8, true);
    if (literals == null || distances == null || lengths[END] == 0) {
      throw in.damaged();
    }
    int headerBits = (int) (in.place() - start);
    block =
        new DeflateBlock(
            start, in.copied(start, headerBits), headerBits, endCode(lengths), lengths[END]);
    marks.at(block, start, base + at);
    nextMark = at + BETWEEN_MARKS;
  }

  /** The code of the symbol that ends a block, as RFC 1951 assigns codes. */
  private static int endCode(byte[] lengths) {
    int length = lengths[END];
    int code = 0;
    for (int n = 0; n < lengths.length; n++) {
      if (lengths[n] > 0 && (lengths[n] < length || (lengths[n] == length && n < END))) {
        code += 1 << (length - lengths[n]);
      }
    }
    return Integer.reverse(code) >>> (32 - length);
  }

  private void copyStored() throws IOException {
    int count = Math.min(stored, OUT - at);
    in.bytes(out, at, count);
    at += count;
    stored -= count;
    if (stored == 0) {
      endBlock();
    }
  }

  private void endBlock() {
    block = null;
    if (last) {
      ended = true;
      marks.end(in.place(), base + at);
    }
  }

  private void symbols() throws IOException {
    HuffmanTable codes = Objects.requireNonNull(literals);
    HuffmanTable places = Objects.requireNonNull(distances);
    byte[] to = out;
    int n = at;
    while (n < OUT) {
      in.fill();
      if (n >= nextMark) {
        marks.at(Objects.requireNonNull(block), in.place(), base + n);
        nextMark = n + BETWEEN_MARKS;
      }
      int entry = codes.entry(in.peek());
      int symbol = entry >>> HuffmanTable.SYMBOL;
      in.skip(entry & HuffmanTable.LENGTH);
      if (symbol < END && entry != 0) {
        to[n++] = (byte) symbol;
        continue;
      }
      if (symbol == END) {
        at = n;
        endBlock();
        return;
      }
      symbol -= END + 1;
      if (entry == 0 || symbol >= LENGTHS.length) {
        throw in.damaged();
      }
      int length = LENGTHS[symbol] + in.taken(LENGTH_BITS[symbol]);
      entry = places.entry(in.peek());
      in.skip(entry & HuffmanTable.LENGTH);
      symbol = entry >>> HuffmanTable.SYMBOL;
      if (entry == 0 || symbol >= DISTANCES.length) {
        throw in.damaged();
      }
      int distance = DISTANCES[symbol] + in.taken(DISTANCE_BITS[symbol]);
      if (distance > n - history) {
        throw in.damaged();
      }
      copy(to, n, distance, length);
      n += length;
    }
    at = n;
  }

  /** Up to seven bytes more may be written. */
  private static void copy(byte[] to, int at, int distance, int length) {
    if (distance >= 8) {
      for (int n = 0; n < length; n += 8) {
        LONG.set(to, at + n, (long) LONG.get(to, at + n - distance));
      }
    } else {
      for (int n = 0; n < length; n++) {
        to[at + n] = to[at + n - distance];
      }
    }
  }

  /** Says that it is damaged, and where. */
  Damaged damaged() {
    return in.damaged();
  }
}
