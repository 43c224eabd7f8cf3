package org.quietus.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A dump that cannot be taken as good: nothing that was written from it may be used. The message
 * holds a place and a reason, never a value from the dump.
 */
public abstract sealed class BadDump extends IOException
    permits NotADump, Truncated, Damaged, UnsupportedDump, Drifted {
  private final long offset;
  private final transient @Nullable DumpTableName table;

  BadDump(String reason, long offset, @Nullable DumpTableName table) {
    super(reason + " (byte " + offset + (table == null ? "" : ", table " + table) + ")");
    this.offset = offset;
    this.table = table;
  }

  /**
   * Where it was noticed, in bytes from the start of the uncompressed dump, or of the compressed
   * file.
   */
  public long offset() {
    return offset;
  }

  /** The table being read, where one was. */
  public @Nullable DumpTableName table() {
    return table;
  }
}
