package org.quietus.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A backup format that rows can be read from and taken out of, as a stream and in bounded memory.
 * Input and output are uncompressed (see {@link Codec}); neither is closed. Whatever was written
 * before an exception is worthless.
 */
public interface Format {

  /**
   * Reads a whole dump and shows the rows of the tables that the visitor wants.
   *
   * @throws BadDump if it is not a complete, good dump of this format
   */
  Reading scan(InputStream in, RowVisitor visitor) throws IOException;

  /**
   * Copies a dump without the dropped rows and with the changed ones; every other byte stays.
   *
   * @throws BadDump if it is not a complete, good dump of this format
   */
  RewriteReport rewrite(InputStream in, Copying out, RowDecider decider) throws IOException;

  /** The same to a stream. */
  default RewriteReport rewrite(InputStream in, OutputStream out, RowDecider decider)
      throws IOException {
    RewriteReport report = rewrite(in, Copying.to(out), decider);
    out.flush();
    return report;
  }
}
