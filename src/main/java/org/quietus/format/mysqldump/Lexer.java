package org.quietus.format.mysqldump;

import java.io.IOException;
import java.util.Arrays;
import org.quietus.format.ByteScan;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;

/** Finds where strings, comments and statements end, at the speed of memory. */
final class Lexer {
  /** Bytes at which something begins that can hide a delimiter, or be one. */
  private static final boolean[] HIDING = new boolean[256];

  private static final byte[] SANDBOX = {'9', '9', '9', '9', '9', '9', '\\', '-'};
  private static final byte[] NULL = {'\\', 'N'};
  private static final byte[] CLOSE = {'*', '/'};
  private static final int CONDITIONAL = 4;
  private static final byte BACKSLASH = '\\';

  static {
    for (char c : "'\"`-#/\\".toCharArray()) {
      HIDING[c] = true;
    }
  }

  private final Window window;
  private final Session session;
  private final TextCheck check;

  Lexer(Window window, Session session) {
    this.window = window;
    this.session = session;
    this.check = new TextCheck(window);
  }

  /** Length of a conditional comment's opening, {@code /*!} or {@code /*M!}; 0 if there is none. */
  static int conditionalPrefix(byte[] bytes, int from, int end) {
    if (end - from < 3 || bytes[from] != '/' || bytes[from + 1] != '*') {
      return 0;
    }
    if (bytes[from + 2] == '!') {
      return 3;
    }
    return end - from > 3 && bytes[from + 2] == 'M' && bytes[from + 3] == '!' ? 4 : 0;
  }

  void whitespace() throws IOException {
    while (window.more() && isSpace(window.bytes[window.at])) {
      window.at++;
    }
  }

  static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** Whether a comment to the end of the line begins here. */
  boolean atLineComment() throws IOException {
    byte b = window.bytes[window.at];
    if (b == '#') {
      return true;
    }
    if (b != '-' || !window.more(2) || window.bytes[window.at + 1] != '-') {
      return false;
    }
    return !window.more(3)
        || (window.bytes[window.at + 2] >= 0 && window.bytes[window.at + 2] <= ' ');
  }

  /** Whether a comment begins here that no server reads; the sandbox line of MariaDB is one. */
  boolean atBlockComment() throws IOException {
    if (window.bytes[window.at] != '/' || !window.more(2) || window.bytes[window.at + 1] != '*') {
      return false;
    }
    window.more(CONDITIONAL + SANDBOX.length);
    int prefix = conditionalPrefix(window.bytes, window.at, window.end);
    int version = window.at + prefix;
    return prefix == 0
        || (window.end - version >= SANDBOX.length
            && Arrays.equals(
                window.bytes, version, version + SANDBOX.length, SANDBOX, 0, SANDBOX.length));
  }

  /** Reads to behind the next newline, or to the end of the input. */
  void line() throws IOException {
    while (window.more()) {
      byte[] b = window.bytes;
      int i = window.at;
      int end = window.end;
      while (i < end && b[i] != '\n') {
        i++;
      }
      window.at = i;
      if (i < end) {
        window.at++;
        return;
      }
    }
  }

  void blockComment() throws IOException {
    window.at += 2;
    while (!window.at(CLOSE)) {
      if (!window.more(2)) {
        throw new Truncated("the dump ends inside a comment", window.offset());
      }
      window.at++;
    }
    window.at += 2;
  }

  /** Reads to behind the delimiter that ends the statement. */
  void statement(byte[] delimiter) throws IOException {
    byte last = delimiter[0];
    while (true) {
      byte[] b = window.bytes;
      int i = window.at;
      int end = window.end;
      while (i < end && !HIDING[b[i] & 0xff] && b[i] != last) {
        i++;
      }
      window.at = i;
      if (!window.more()) {
        throw new Truncated("the dump ends inside a statement", window.offset());
      }
      if (i == end) {
        continue;
      }
      if (b[i] == last && window.at(delimiter)) {
        window.at += delimiter.length;
        return;
      }
      hidden(window.bytes[window.at]);
    }
  }

  /** The same for rows, of which these values are bytes rather than characters. */
  void rows(byte[] delimiter, boolean[] binary) throws IOException {
    int depth = 0;
    int value = 0;
    while (window.more()) {
      byte b = window.bytes[window.at];
      if (b == delimiter[0] && window.at(delimiter)) {
        window.at += delimiter.length;
        return;
      }
      if (isString(b)) {
        quoted(depth == 1 && value < binary.length && binary[value]);
      } else if (HIDING[b & 0xff]) {
        hidden(b);
      } else {
        depth += b == '(' ? 1 : b == ')' ? -1 : 0;
        value = depth == 0 ? 0 : b == ',' && depth == 1 ? value + 1 : value;
        window.at++;
      }
    }
    throw new Truncated("the dump ends inside a statement", window.offset());
  }

  private void hidden(byte first) throws IOException {
    if (first == '\'' || first == '"' || first == '`') {
      quoted();
    } else if (atLineComment()) {
      line();
    } else if (atBlockComment()) {
      blockComment();
    } else if (first == '\\' && !window.at(NULL)) {
      throw new UnsupportedDump("a command of the mysql client", window.offset());
    } else {
      window.at++;
    }
  }

  /** Whether that quote begins a string rather than a name. */
  boolean isString(byte quote) {
    return quote == '\'' || (quote == '"' && !session.ansiQuotes());
  }

  /** Reads a quoted string or name; a doubled quote reads as two of them. */
  void quoted() throws IOException {
    quoted(false);
  }

  /** The same; {@code binary} if bytes are known to stand there rather than characters. */
  void quoted(boolean binary) throws IOException {
    boolean checked = !session.charsetDeclared() && !binary && !check.isBinary();
    byte quote = window.bytes[window.at++];
    boolean escapes =
        quote != '`' && session.backslashEscapes() && !(quote == '"' && session.ansiQuotes());
    if (checked) {
      check.string(quote, escapes);
      return;
    }
    while (true) {
      byte[] b = window.bytes;
      int i = window.at;
      int end = window.end;
      i = ByteScan.either(b, i, end, quote, BACKSLASH);
      window.at = i;
      if (i < end && b[i] == quote) {
        window.at++;
        return;
      }
      if (!window.more(i < end && escapes ? 2 : 1)) {
        throw new Truncated("the dump ends inside a string", window.offset());
      }
      if (i < end) {
        window.at += escapes ? 2 : 1;
      }
    }
  }
}
