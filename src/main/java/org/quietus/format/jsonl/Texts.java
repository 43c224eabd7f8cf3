package org.quietus.format.jsonl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Row;

/** JSON values as Java has them, and back. */
final class Texts {
  /** Longer integers, and numbers with larger exponents, stay text: no column holds them. */
  private static final int LONGEST_NUMBER = 400;

  /** So many digits are a long, whatever they are. */
  private static final int LONGEST_OF_LONG = 18;

  private Texts() {}

  /** The content of a string between its quotes. */
  static String unescaped(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, UTF_8);
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int n = 0; n < text.length(); n++) {
      char c = text.charAt(n);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char escape = text.charAt(++n);
      switch (escape) {
        case 'b' -> plain.append('\b');
        case 'f' -> plain.append('\f');
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case 't' -> plain.append('\t');
        case 'u' -> {
          plain.append((char) Integer.parseInt(text, n + 1, n + 5, 16));
          n += 4;
        }
        default -> plain.append(escape);
      }
    }
    return plain.toString();
  }

  /** A value: null, String, Long, BigInteger, BigDecimal, Boolean, or {@link Row#NESTED}. */
  static @Nullable Object value(byte[] bytes, int from, int to) {
    return switch (bytes[from]) {
      case '{', '[' -> Row.NESTED;
      case '"' -> unescaped(bytes, from + 1, to - 1);
      case 't' -> Boolean.TRUE;
      case 'f' -> Boolean.FALSE;
      case 'n' -> null;
      default -> number(bytes, from, to);
    };
  }

  /** Nearly all numbers are integers of some digits. */
  private static Object number(byte[] bytes, int from, int to) {
    int first = bytes[from] == '-' ? from + 1 : from;
    if (to - first > LONGEST_OF_LONG) {
      return number(new String(bytes, from, to - from, UTF_8));
    }
    long whole = 0;
    for (int n = first; n < to; n++) {
      if (bytes[n] < '0' || bytes[n] > '9') {
        return number(new String(bytes, from, to - from, UTF_8));
      }
      whole = 10 * whole + bytes[n] - '0';
    }
    return first == from ? whole : -whole;
  }

  private static Object number(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return text;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException e) {
      return text;
    }
    if (Math.abs((long) number.scale()) > LONGEST_NUMBER) {
      return text;
    }
    if (text.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E')) {
      BigInteger whole = number.toBigInteger();
      return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }
    return number;
  }

  /** A value as JSON has it. */
  static byte[] json(@Nullable Object value) {
    if (value == null || value instanceof Boolean || value instanceof Number) {
      return String.valueOf(value).getBytes(UTF_8);
    }
    StringBuilder quoted = new StringBuilder("\"");
    String text = value.toString();
    for (int n = 0; n < text.length(); n++) {
      char c = text.charAt(n);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c) && !isPaired(text, n)) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString().getBytes(UTF_8);
  }

  private static boolean isPaired(String text, int n) {
    return Character.isHighSurrogate(text.charAt(n))
        ? n + 1 < text.length() && Character.isLowSurrogate(text.charAt(n + 1))
        : n > 0 && Character.isHighSurrogate(text.charAt(n - 1));
  }
}
