package org.quietus.format;

import org.jspecify.annotations.Nullable;

/** The dump ends before its end: inside a string, a statement, or without its closing lines. */
public final class Truncated extends BadDump {
  public Truncated(String reason, long offset, @Nullable DumpTableName table) {
    super(reason, offset, table);
  }

  public Truncated(String reason, long offset) {
    this(reason, offset, null);
  }
}
