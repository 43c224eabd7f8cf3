package org.quietus.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** The value of a literal. */
public final class Literal {
  private final byte @Nullable [] bytes;
  private final Charset charset;
  private final boolean bits;

  /** Of these bytes, without quotes and escapes; null for NULL. */
  public Literal(byte @Nullable [] bytes, Charset charset, boolean bits) {
    this.bytes = bytes;
    this.charset = charset;
    this.bits = bits;
  }

  /** The value's bytes; null for NULL. */
  public byte @Nullable [] bytes() {
    return bytes;
  }

  /**
   * The value as text; null for NULL.
   *
   * @throws CharacterCodingException if it is not of its character set
   */
  public @Nullable String text() throws CharacterCodingException {
    return bytes == null
        ? null
        : charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes))
            .toString();
  }

  /** Whether it is spelled in bits or hexadecimal digits. */
  public boolean isBits() {
    return bits;
  }
}
