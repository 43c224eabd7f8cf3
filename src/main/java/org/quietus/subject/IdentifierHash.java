package org.quietus.subject;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The SHA-256 of an identifier, 32 bytes as four words: pseudonymised personal data, so that it
 * prints nothing.
 */
public record IdentifierHash(long first, long second, long third, long fourth) {
  private static final int BYTES = 32;

  /** How a hash is written as text. */
  public enum Writing {
    /** RFC 4648 §4: 44 characters, the last one an equals sign. */
    BASE64,
    /** 64 hexadecimal digits. */
    HEX
  }

  /** How a text writes a hash, if it does. */
  public static Optional<Writing> writing(String text) {
    return switch (text.length()) {
      case 44 -> read(text, Writing.BASE64).map(hash -> Writing.BASE64);
      case 64 -> read(text, Writing.HEX).map(hash -> Writing.HEX);
      default -> Optional.empty();
    };
  }

  /** Reads a hash; empty if the text is none. */
  public static Optional<IdentifierHash> read(String text, Writing writing) {
    try {
      byte[] bytes =
          writing == Writing.BASE64
              ? Base64.getDecoder().decode(text)
              : HexFormat.of().parseHex(text);
      return bytes.length == BYTES ? Optional.of(of(bytes)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The hash of a text's UTF-8 bytes. */
  public static IdentifierHash of(String text) {
    try {
      return of(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static IdentifierHash of(byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(bytes);
    return new IdentifierHash(words.getLong(), words.getLong(), words.getLong(), words.getLong());
  }

  @Override
  public String toString() {
    return "IdentifierHash[]";
  }
}
