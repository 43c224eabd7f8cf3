package org.quietus.format.jsonl;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.quietus.format.ByteScan;
import org.quietus.format.Share;

/** Cuts a stream into lines, in a buffer that grows to the longest one and no further. */
final class Lines {
  private static final byte NEWLINE = '\n';
  private static final int FIRST_BUFFER = 1 << 16;

  private final InputStream in;
  private final int longest;
  private byte[] bytes;
  private int from;
  private int to;
  private int filled;
  private boolean ended;
  private boolean overlong;
  private boolean goesOn;

  /** Lines may be that long, in bytes with their end. */
  Lines(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
    this.bytes = new byte[Math.min(FIRST_BUFFER, longest)];
  }

  /** Goes to the next line, or to the next piece of one that is too long; false at the end. */
  boolean next() throws IOException {
    goesOn = overlong && bytes[to - 1] != '\n';
    from = to;
    int look = from;
    while (true) {
      int newline = newline(look);
      if (newline >= 0) {
        to = newline + 1;
        overlong = goesOn;
        return true;
      }
      look = filled - from;
      if (filled - from >= longest) {
        to = filled;
        overlong = true;
        return true;
      }
      if (!fill()) {
        to = filled;
        overlong = goesOn;
        return to > from;
      }
      look += from;
    }
  }

  private int newline(int look) {
    int at = ByteScan.either(bytes, look, filled, NEWLINE, NEWLINE);
    return at < filled ? at : -1;
  }

  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (filled == bytes.length) {
      if (from > 0) {
        System.arraycopy(bytes, from, bytes, 0, filled - from);
        filled -= from;
        from = 0;
      } else {
        int larger = (int) Math.min(bytes.length * 2L, longest);
        Share.require(larger);
        bytes = Arrays.copyOf(bytes, larger);
      }
    }
    int read = in.read(bytes, filled, bytes.length - filled);
    ended = read < 0;
    filled += Math.max(0, read);
    return !ended;
  }

  /** What holds the line. */
  byte[] bytes() {
    return bytes;
  }

  /** Where it begins. */
  int from() {
    return from;
  }

  /** The place after its end, which belongs to it. */
  int to() {
    return to;
  }

  /** Whether it is a piece of a line that is too long. */
  boolean isOverlong() {
    return overlong;
  }

  /** Whether the line began before. */
  boolean goesOn() {
    return goesOn;
  }
}
