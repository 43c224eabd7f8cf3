package org.quietus.format;

/** What was taken down of some rows, read from its beginning on. */
final class KeptBytes {
  private final byte[] bytes;
  private int at;

  KeptBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] all() {
    return bytes;
  }

  /** Reads a number: seven bits a byte, the lowest first. */
  int number() {
    int number = 0;
    int shift = 0;
    byte b;
    do {
      b = bytes[at++];
      number |= (b & 0x7f) << shift;
      shift += 7;
    } while (b < 0);
    return number;
  }

  /** Passes so many bytes, and returns where they begin. */
  int pass(int count) {
    int from = at;
    at += count;
    return from;
  }
}
