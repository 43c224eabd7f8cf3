package org.quietus.format;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The value of a literal.
 *
 * @param bytes without quotes and escapes, null for NULL
 */
record Literal(byte @Nullable [] bytes, Charset charset) {

  @Nullable String text() {
    return bytes == null ? null : new String(bytes, charset);
  }
}
