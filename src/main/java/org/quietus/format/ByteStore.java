package org.quietus.format;

import java.io.IOException;

/** Bytes that are put down in pieces, to be read again from their places. */
public interface ByteStore {

  /** Puts a piece down and returns its place. */
  long append(byte[] bytes, int length) throws IOException;

  /** Reads what was put down at a place. */
  void read(long place, byte[] into, int length) throws IOException;
}
