package org.quietus.format;

import java.io.Closeable;
import java.io.IOException;

/** Bytes that are put down in pieces, to be read again from their places until it is closed. */
public interface ByteStore extends Closeable {

  /**
   * Puts a piece down and returns its place. Pieces whose lengths are multiples of sixteen stand
   * one behind the other.
   */
  long append(byte[] bytes, int length) throws IOException;

  /** Reads what was put down at a place, or, from a multiple of sixteen on, at a part of it. */
  void read(long place, byte[] into, int length) throws IOException;
}
