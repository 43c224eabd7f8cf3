package org.quietus.format;

import java.io.IOException;

/** Content that is read from any place, as often as need be. */
public interface ByteSource {

  /** How many bytes it has. */
  long length();

  /**
   * Reads some of its bytes, all of which are there.
   *
   * @throws UnreadSource if they cannot be had
   */
  void read(long place, byte[] into, int length) throws IOException;
}
