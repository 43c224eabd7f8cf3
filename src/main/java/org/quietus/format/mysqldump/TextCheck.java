package org.quietus.format.mysqldump;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.quietus.format.RowSource;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;

/**
 * Reads strings of a dump that does not say in which character set it is. In some, a byte that
 * reads as a backslash is half a character, so that a string would seem to end elsewhere: text that
 * is not UTF-8 is refused.
 */
final class TextCheck {
  private static final byte[] INTRODUCER = {'_', 'b', 'i', 'n', 'a', 'r', 'y'};
  private static final Pattern BINARY =
      Pattern.compile(
          "(var)?binary.*|(tiny|medium|long)?blob|bit.*|geom.*|(multi)?(point|linestring|polygon)|vector.*");
  private final Window window;

  TextCheck(Window window) {
    this.window = window;
  }

  /** Which values of a statement's rows are bytes rather than characters. */
  static boolean[] binary(RowSource source) {
    List<String> columns = source.columns();
    boolean[] binary = new boolean[columns.size()];
    for (int i = 0; i < binary.length; i++) {
      String column = columns.get(i);
      binary[i] =
          source
              .declared()
              .flatMap(table -> table.column(column))
              .map(declared -> declared.type().toLowerCase(Locale.ROOT))
              .filter(type -> BINARY.matcher(type).matches())
              .isPresent();
    }
    return binary;
  }

  /** Whether the string that begins here is introduced as one of bytes. */
  boolean isBinary() {
    int end = window.at;
    while (end > 0 && Lexer.isSpace(window.bytes[end - 1])) {
      end--;
    }
    int start = end - INTRODUCER.length;
    return start >= 0 && Arrays.equals(window.bytes, start, end, INTRODUCER, 0, INTRODUCER.length);
  }

  /** Reads to behind the closing quote. */
  void string(byte quote, boolean escapes) throws IOException {
    int expected = 0;
    while (window.more()) {
      byte b = window.bytes[window.at];
      if ((expected > 0) != isContinuation(b)) {
        throw new UnsupportedDump(
            "text that is not UTF-8 in a dump that declares no character set; dump with"
                + " --set-charset",
            window.offset());
      }
      expected = expected > 0 ? expected - 1 : continuations(b);
      window.at++;
      if (b == quote) {
        return;
      }
      if (b == '\\' && escapes && window.more()) {
        expected = continuations(window.bytes[window.at++]);
      }
    }
    throw new Truncated("the dump ends inside a string", window.offset());
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }

  /** How many bytes have to follow that one in UTF-8. */
  private static int continuations(byte b) {
    return b >= 0 ? 0 : (b & 0xe0) == 0xc0 ? 1 : (b & 0xf0) == 0xe0 ? 2 : 3;
  }
}
