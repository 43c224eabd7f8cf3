package org.quietus.format;

import java.io.IOException;
import java.io.OutputStream;

/** Takes content in its order while it is rewritten: what stays, what goes, and what is new. */
public interface Copying {

  /** The next bytes of the content stay as they are. */
  void stays(byte[] bytes, int from, int to) throws IOException;

  /** The next bytes of the content go. */
  void goes(byte[] bytes, int from, int to) throws IOException;

  /** Bytes that the content did not have come here. */
  void comes(byte[] bytes, int from, int to) throws IOException;

  /** Writes what stays and what is new. */
  static Copying to(OutputStream out) {
    return new Copying() {
      @Override
      public void stays(byte[] bytes, int from, int to) throws IOException {
        out.write(bytes, from, to - from);
      }

      @Override
      public void goes(byte[] bytes, int from, int to) {}

      @Override
      public void comes(byte[] bytes, int from, int to) throws IOException {
        out.write(bytes, from, to - from);
      }
    };
  }
}
