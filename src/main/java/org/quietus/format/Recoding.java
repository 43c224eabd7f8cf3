package org.quietus.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Compressed content on its way from one place to another, changed in between. */
public interface Recoding extends Closeable {

  /** The content before the change. */
  InputStream content();

  /** Takes the content after it, to its last byte. */
  Copying copy();

  /** Completes what is written, which closes its sink; to be called once all has been copied. */
  void finish() throws IOException;
}
