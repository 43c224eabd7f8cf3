package org.quietus.format.mysqldump;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Literal;

/**
 * Reads the literals of <i>MySQL Reference Manual, Literal Values</i>: strings with or without a
 * character set introducer, numbers, hexadecimal and bit values, NULL, TRUE and FALSE.
 */
final class LiteralReader {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private static final String DEFAULT = "DEFAULT";
  private final byte[] bytes;
  private final Spelling spelling;
  private final int end;
  private int at;
  private Charset charset;

  private LiteralReader(byte[] bytes, int from, int to, Spelling spelling, Charset charset) {
    this.bytes = bytes;
    this.spelling = spelling;
    this.charset = charset;
    this.at = from;
    int last = to;
    while (last > from && Lexer.isSpace(bytes[last - 1])) {
      last--;
    }
    this.end = last;
    whitespace();
  }

  /** The literal between two positions; null when something else stands there. */
  static @Nullable Literal read(
      byte[] bytes, int from, int to, Spelling spelling, Charset charset) {
    LiteralReader reader = new LiteralReader(bytes, from, to, spelling, charset);
    return reader.at < reader.end ? reader.literal() : null;
  }

  /** Whether the word DEFAULT stands between two positions. */
  static boolean isDefault(byte[] bytes, int from, int to) {
    byte first = from < to ? bytes[from] : 0;
    return to - from >= DEFAULT.length()
        && (first == 'D' || first == 'd' || Lexer.isSpace(first))
        && new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
            .strip()
            .equalsIgnoreCase(DEFAULT);
  }

  private @Nullable Literal literal() {
    if (isInteger()) {
      return new Literal(Arrays.copyOfRange(bytes, at, end), StandardCharsets.US_ASCII, false);
    }
    boolean bits = false;
    if (bytes[at] == '_' && !introducer()) {
      return null;
    }
    byte[] value;
    if (bytes[at] == '\'' || (bytes[at] == '"' && !spelling.ansiQuotes())) {
      value = string(at + 1);
    } else if (quotedAfter('x', 'X')) {
      value = hex(at + 2, end - 1);
      bits = true;
    } else if (quotedAfter('b', 'B')) {
      value = bits(at + 2, end - 1);
      bits = true;
    } else if (quotedAfter('n', 'N')) {
      value = string(at + 2);
    } else if (end - at > 2 && bytes[at] == '0' && (bytes[at + 1] | 0x20) == 'x') {
      value = hex(at + 2, end);
      bits = true;
    } else if (end - at > 2 && bytes[at] == '0' && bytes[at + 1] == 'b') {
      value = bits(at + 2, end);
      bits = true;
    } else if (typed("DATE") || typed("TIME") || typed("TIMESTAMP")) {
      value = string(at + 1);
    } else {
      return word(new String(bytes, at, end - at, StandardCharsets.ISO_8859_1));
    }
    return value == null ? null : new Literal(value, charset, bits);
  }

  /** Whether a string follows that type's name; if so, moves to the string. */
  private boolean typed(String type) {
    int quote = at + type.length();
    if (quote >= end
        || !new String(bytes, at, type.length(), StandardCharsets.ISO_8859_1)
            .equalsIgnoreCase(type)) {
      return false;
    }
    while (quote < end && Lexer.isSpace(bytes[quote])) {
      quote++;
    }
    boolean string = quote < end && bytes[quote] == '\'';
    at = string ? quote : at;
    return string;
  }

  private void whitespace() {
    while (at < end && Lexer.isSpace(bytes[at])) {
      at++;
    }
  }

  /** Reads {@code _utf8mb4} and the like; binary strings are shown in the dump's character set. */
  private boolean introducer() {
    int start = ++at;
    while (at < end && Character.isLetterOrDigit(bytes[at])) {
      at++;
    }
    String name = new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
    whitespace();
    Optional<Charset> named =
        name.equalsIgnoreCase("binary") ? Optional.of(charset) : Charsets.named(name);
    charset = named.orElse(charset);
    return named.isPresent() && at < end;
  }

  private boolean quotedAfter(char small, char capital) {
    return end - at > 2
        && (bytes[at] == small || bytes[at] == capital)
        && bytes[at + 1] == '\''
        && bytes[end - 1] == '\'';
  }

  private byte @Nullable [] string(int start) {
    byte quote = bytes[start - 1];
    byte[] value = new byte[Math.max(0, end - start)];
    int length = 0;
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      if (b == '\\' && spelling.backslashEscapes() && i + 1 < end) {
        b = bytes[++i];
        if (b == '%' || b == '_') {
          value[length++] = '\\';
        }
        b = Escapes.meaning(b);
      } else if (b == quote) {
        if (i == end - 1) {
          return Arrays.copyOf(value, length);
        }
        if (bytes[++i] != quote) {
          return null;
        }
      }
      value[length++] = b;
    }
    return null;
  }

  private byte @Nullable [] hex(int from, int to) {
    String digits = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    try {
      return HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : "0" + digits);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private byte @Nullable [] bits(int from, int to) {
    byte[] value = new byte[(to - from + 7) / 8];
    for (int i = from; i < to; i++) {
      int place = to - 1 - i;
      if (bytes[i] != '0' && bytes[i] != '1') {
        return null;
      }
      value[value.length - 1 - place / 8] |= (byte) ((bytes[i] - '0') << place % 8);
    }
    return value;
  }

  private @Nullable Literal word(String word) {
    if (NUMBER.matcher(word).matches()) {
      return number(word);
    }
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "NULL" -> new Literal(null, charset, false);
      case "TRUE" -> number("1");
      case "FALSE" -> number("0");
      default -> null;
    };
  }

  /** Whether it is nothing but digits, as most numbers are. */
  private boolean isInteger() {
    for (int n = at; n < end; n++) {
      if (bytes[n] < '0' || bytes[n] > '9') {
        return false;
      }
    }
    return true;
  }

  private static Literal number(String digits) {
    return new Literal(
        digits.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII, false);
  }
}
