package org.quietus.format.mysqldump;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** The value of a literal. */
final class Literal {
  private final byte @Nullable [] bytes;
  private final Charset charset;
  private final boolean bits;

  /** Of these bytes, without quotes and escapes; null for NULL. */
  Literal(byte @Nullable [] bytes, Charset charset, boolean bits) {
    this.bytes = bytes;
    this.charset = charset;
    this.bits = bits;
  }

  byte @Nullable [] bytes() {
    return bytes;
  }

  @Nullable String text() throws CharacterCodingException {
    return bytes == null
        ? null
        : charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes))
            .toString();
  }

  boolean isBits() {
    return bits;
  }
}
