package org.quietus.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The value of a literal. */
public final class Literal {
  /** What they have of ASCII is spelled like it. */
  private static final Set<Charset> AS_ASCII =
      Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1);

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
    if (bytes == null) {
      return null;
    }
    return AS_ASCII.contains(charset) && isAscii(bytes)
        ? new String(bytes, StandardCharsets.ISO_8859_1)
        : charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes))
            .toString();
  }

  private static boolean isAscii(byte[] bytes) {
    int all = 0;
    for (byte one : bytes) {
      all |= one;
    }
    return all >= 0;
  }

  /** Whether it is spelled in bits or hexadecimal digits. */
  public boolean isBits() {
    return bits;
  }
}
