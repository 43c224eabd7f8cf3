package org.quietus.format;

import org.jspecify.annotations.Nullable;

/** The compressed bytes do not decompress, or not to what their checksum promises. */
public final class Damaged extends BadDump {
  public Damaged(String reason, long offset, @Nullable DumpTableName table) {
    super(reason, offset, table);
  }

  public Damaged(String reason, long offset) {
    this(reason, offset, null);
  }
}
