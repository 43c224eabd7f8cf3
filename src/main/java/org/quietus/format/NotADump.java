package org.quietus.format;

import org.jspecify.annotations.Nullable;

/** The object is something else: empty, a picture, another kind of text. */
public final class NotADump extends BadDump {
  public NotADump(String reason, long offset, @Nullable DumpTableName table) {
    super(reason, offset, table);
  }

  public NotADump(String reason, long offset) {
    this(reason, offset, null);
  }
}
