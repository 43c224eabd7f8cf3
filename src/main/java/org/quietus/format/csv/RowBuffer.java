package org.quietus.format.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.quietus.format.Share;

/** The part of a stream from the beginning of a row on, as long as the longest row at most. */
final class RowBuffer {
  private static final int FIRST_SIZE = 1 << 16;

  private final InputStream in;
  private final int longest;
  private boolean ended;

  /** What is there. */
  byte[] bytes;

  /** Where the row begins. */
  int from;

  /** Before the next byte to be looked at. */
  int at;

  /** Behind the last byte that is there. */
  int filled;

  RowBuffer(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
    this.bytes = new byte[Math.min(FIRST_SIZE, longest)];
  }

  /** Reads that many bytes ahead of the first row, or as many as there are. */
  void ahead(int count) throws IOException {
    while (filled < count && fill()) {
      // until they are there
    }
  }

  /** Whether the stream begins with these bytes, of which so many have been read ahead. */
  boolean beginsWith(byte[] start) {
    return filled >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  /** Reads more, which moves what is there; false at the end of the stream. */
  boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (filled == bytes.length) {
      makeRoom();
    }
    int read = in.read(bytes, filled, bytes.length - filled);
    ended = read < 0;
    filled += Math.max(0, read);
    return !ended;
  }

  private void makeRoom() {
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, filled - from);
      filled -= from;
      at -= from;
      from = 0;
    } else {
      int larger = (int) Math.min(bytes.length * 2L, longest);
      Share.require(larger);
      bytes = Arrays.copyOf(bytes, larger);
    }
  }

  /** Whether what there is of the row is as long as a row may be. */
  boolean isFull() {
    return filled - from >= longest;
  }

  /** Whether more than there is would have to be read to see so many bytes. */
  boolean waitsFor(int count) {
    return isShort(count) && !ended;
  }

  /** Whether there are fewer bytes than that. */
  boolean isShort(int count) {
    return filled - at < count;
  }

  /** Whether the next bytes are these. */
  boolean isAt(byte[] expected) {
    return !isShort(expected.length)
        && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
  }

  /** Passes the next bytes if they are these. */
  void pass(byte[] expected) throws IOException {
    while (waitsFor(expected.length) && fill()) {
      // until they are there
    }
    at += isAt(expected) ? expected.length : 0;
  }

  /** Whether the next two bytes are a carriage return and a line feed. */
  boolean isAtLineEnd() {
    return !isShort(2) && bytes[at] == '\r' && bytes[at + 1] == '\n';
  }

  /** Whether all of the stream has been looked at. */
  boolean isEnd() {
    return ended && at == filled;
  }
}
