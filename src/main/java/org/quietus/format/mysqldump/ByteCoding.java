package org.quietus.format.mysqldump;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How values of a column that are bytes stand in a file of text.
 *
 * @param digits hexadecimal ones, else base64
 * @param number whether the bytes are those of a number, as of BIT
 */
record ByteCoding(boolean digits, boolean number) {

  /** The coding that a function of the server reads; empty if it is another one. */
  static Optional<ByteCoding> read(String function, boolean number) {
    return switch (function) {
      case "FROM_BASE64" -> Optional.of(new ByteCoding(false, number));
      case "UNHEX" -> Optional.of(new ByteCoding(true, number));
      default -> Optional.empty();
    };
  }

  /**
   * The bytes; null if that is no such text. The server's function passes over spaces in base64.
   */
  byte @Nullable [] decoded(byte[] text) {
    try {
      if (!digits) {
        return Base64.getDecoder().decode(withoutSpaces(text));
      }
      String hex = new String(text, US_ASCII);
      return HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : "0" + hex);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] withoutSpaces(byte[] text) {
    byte[] rest = new byte[text.length];
    int length = 0;
    for (byte one : text) {
      if (one != '\n' && one != '\r' && one != '\t' && one != ' ') {
        rest[length++] = one;
      }
    }
    return length == text.length ? text : Arrays.copyOf(rest, length);
  }

  /** The text for bytes. */
  byte[] encoded(byte[] bytes) {
    return digits
        ? HexFormat.of().withUpperCase().formatHex(bytes).getBytes(US_ASCII)
        : Base64.getEncoder().encode(bytes);
  }

  /** The bytes of a number as a column of bits has it; empty if it is none, or another column. */
  Optional<byte[]> bits(String value) {
    if (!number || !value.matches("\\d{1,20}")) {
      return Optional.empty();
    }
    byte[] bytes = new BigInteger(value).toByteArray();
    boolean padded = bytes.length > 1 && bytes[0] == 0;
    return Optional.of(padded ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }
}
