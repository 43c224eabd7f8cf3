package org.quietus.format.pgdump;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The spellings of bytes, as <i>PostgreSQL, Binary Data Types</i> has them. */
final class Bytea {

  private Bytea() {}

  /** The bytes of a text in hexadecimal digits or escapes; null if it is neither. */
  static byte @Nullable [] read(byte[] text) {
    return text.length >= 2 && text[0] == '\\' && text[1] == 'x' ? hex(text) : escaped(text);
  }

  static String write(byte[] bytes) {
    return "\\x" + HexFormat.of().formatHex(bytes);
  }

  private static byte @Nullable [] hex(byte[] text) {
    try {
      return HexFormat.of()
          .parseHex(new String(text, 2, text.length - 2, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte @Nullable [] escaped(byte[] text) {
    byte[] bytes = new byte[text.length];
    int length = 0;
    for (int i = 0; i < text.length; i++) {
      byte b = text[i];
      if (b == '\\') {
        if (i + 1 < text.length && text[i + 1] == '\\') {
          i++;
        } else if (i + 3 < text.length && octal(text, i + 1) >= 0) {
          b = (byte) octal(text, i + 1);
          i += 3;
        } else {
          return null;
        }
      }
      bytes[length++] = b;
    }
    return Arrays.copyOf(bytes, length);
  }

  private static int octal(byte[] text, int from) {
    int value = 0;
    for (int i = from; i < from + 3; i++) {
      if (text[i] < '0' || text[i] > '7') {
        return -1;
      }
      value = value * 8 + text[i] - '0';
    }
    return value > 0xff ? -1 : value;
  }
}
