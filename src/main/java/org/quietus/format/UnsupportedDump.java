package org.quietus.format;

import org.jspecify.annotations.Nullable;

/** A dump in a form that this reader refuses rather than guesses at; the message names it. */
public final class UnsupportedDump extends BadDump {
  public UnsupportedDump(String reason, long offset, @Nullable DumpTableName table) {
    super(reason, offset, table);
  }

  public UnsupportedDump(String reason, long offset) {
    this(reason, offset, null);
  }
}
