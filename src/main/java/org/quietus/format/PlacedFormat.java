package org.quietus.format;

import java.io.IOException;

/** A format of which only some places are read where the content can be read from any. */
public interface PlacedFormat extends Format {

  /** The same as a scan of a stream. */
  Reading scan(ByteSource source, RowVisitor visitor) throws IOException;

  /** The same as a rewrite of a stream; nothing that stays or goes is told, but all comes. */
  RewriteReport rewrite(ByteSource source, Copying out, RowDecider decider) throws IOException;
}
