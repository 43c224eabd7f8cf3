package org.quietus.format.pgdump;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Literal;

/** The literals of INSERT statements, as pg_dump writes them: no casts, no parts of strings. */
final class InsertText extends Values {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private final boolean standardStrings;

  InsertText(Settings settings, ValueKind[] kinds) {
    super(settings.charset(), kinds);
    this.standardStrings = settings.standardStrings();
  }

  @Override
  public boolean isDefault(byte[] bytes, int from, int to) {
    return word(bytes, from, to).equals("default");
  }

  @Override
  public @Nullable Literal read(byte[] bytes, int from, int to, int column) {
    int start = from;
    int end = to;
    while (start < end && SqlLexer.isSpace(bytes[start])) {
      start++;
    }
    while (end > start && SqlLexer.isSpace(bytes[end - 1])) {
      end--;
    }
    if (end - start >= 2 && bytes[end - 1] == '\'') {
      return string(bytes, start, end, column);
    }
    String word = word(bytes, start, end);
    if (word.equals("null")) {
      return nothing();
    }
    boolean known = word.equals("true") || word.equals("false") || NUMBER.matcher(word).matches();
    return known ? literal(word.getBytes(StandardCharsets.US_ASCII), column) : null;
  }

  private static String word(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private @Nullable Literal string(byte[] bytes, int from, int end, int column) {
    boolean marked = (bytes[from] | 0x20) == 'e';
    boolean bits = (bytes[from] | 0x20) == 'b' || (bytes[from] | 0x20) == 'x';
    int start = marked || bits ? from + 1 : from;
    if (bytes[start] != '\'' || start == end - 1) {
      return null;
    }
    byte[] text = new byte[end - start];
    int length = 0;
    for (int i = start + 1; i < end; i++) {
      byte b = bytes[i];
      if (b == '\'') {
        if (i == end - 1) {
          return literal(Arrays.copyOf(text, length), column);
        }
        if (bytes[++i] != '\'') {
          return null;
        }
      } else if (b == '\\' && (marked || !standardStrings)) {
        if (bytes[i + 1] != '\\' && bytes[i + 1] != '\'') {
          return null;
        }
        b = bytes[++i];
      }
      text[length++] = b;
    }
    return null;
  }

  @Override
  byte[] write(@Nullable Object value, int column) throws CharacterCodingException {
    if (value == null) {
      return ascii("NULL");
    }
    if (value instanceof Boolean truth && kind(column) == ValueKind.TRUTH) {
      return ascii(truth ? "true" : "false");
    }
    String text = text(value, column);
    if (value instanceof Number && NUMBER.matcher(text).matches()) {
      return ascii(text);
    }
    boolean escapes = text.indexOf('\\') >= 0 && !standardStrings;
    String doubled = escapes ? text.replace("\\", "\\\\") : text;
    var encoded = encoded((escapes ? "E'" : "'") + doubled.replace("'", "''") + "'");
    byte[] spelled = new byte[encoded.remaining()];
    encoded.get(spelled);
    return spelled;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
