package org.quietus.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A compression around a dump. */
public interface Codec {

  /**
   * Decompresses while it is read; closing it closes the source.
   *
   * @throws NotADump if the bytes are not of this compression
   */
  InputStream decode(InputStream compressed) throws IOException;

  /** Compresses what is written; complete once closed, which closes the sink too. */
  OutputStream encode(OutputStream compressed) throws IOException;
}
