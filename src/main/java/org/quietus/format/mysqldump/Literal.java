package org.quietus.format.mysqldump;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** The value of a literal. */
final class Literal {
  private final byte @Nullable [] bytes;
  private final Charset charset;

  /** Of these bytes, without quotes and escapes; null for NULL. */
  Literal(byte @Nullable [] bytes, Charset charset) {
    this.bytes = bytes;
    this.charset = charset;
  }

  byte @Nullable [] bytes() {
    return bytes;
  }

  @Nullable String text() {
    return bytes == null ? null : new String(bytes, charset);
  }
}
