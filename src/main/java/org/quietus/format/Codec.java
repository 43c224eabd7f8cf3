package org.quietus.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A compression around a dump. */
public interface Codec {
  /** So many bytes are given to a compression at once, for what stays comes in small pieces. */
  int GATHERED = 1 << 16;

  /**
   * Decompresses while it is read; closing it closes the source.
   *
   * @throws NotADump if the bytes are not of this compression
   */
  InputStream decode(InputStream compressed) throws IOException;

  /** Compresses what is written; complete once closed, which closes the sink too. */
  OutputStream encode(OutputStream compressed) throws IOException;

  /**
   * Decompresses and compresses again what is changed in between; a compression may leave what
   * stays as it was compressed.
   *
   * @throws NotADump if the bytes are not of this compression
   */
  default Recoding recode(InputStream compressed, OutputStream sink) throws IOException {
    InputStream content = decode(compressed);
    OutputStream encoded = encode(sink);
    OutputStream gathered = new BufferedOutputStream(encoded, GATHERED);
    Copying copy = Copying.to(gathered);
    return new Recoding() {
      private boolean finished;

      @Override
      public InputStream content() {
        return content;
      }

      @Override
      public Copying copy() {
        return copy;
      }

      @Override
      public void finish() throws IOException {
        finished = true;
        gathered.close();
      }

      @Override
      public void close() throws IOException {
        try (content) {
          if (!finished) {
            encoded.close(); // what it holds outside the heap is given back
          }
        }
      }
    };
  }
}
