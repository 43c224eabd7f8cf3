package org.quietus.format.mysqldump;

import java.io.IOException;
import org.quietus.format.Truncated;

/** Finds where strings, comments and statements end, at the speed of memory. */
final class Lexer {
  /** Bytes at which something begins that can hide a delimiter. */
  private static final boolean[] HIDING = new boolean[256];

  private static final byte[] SANDBOX = {'/', '*', 'M', '!', '9', '9', '9', '9', '9', '9'};
  private static final byte[] CLOSE = {'*', '/'};
  private static final int CONDITIONAL = 4;

  static {
    for (char c : "'\"`-#/".toCharArray()) {
      HIDING[c] = true;
    }
  }

  private final Window window;
  private final Session session;

  Lexer(Window window, Session session) {
    this.window = window;
    this.session = session;
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
    window.more(CONDITIONAL);
    return conditionalPrefix(window.bytes, window.at, window.end) == 0 || window.at(SANDBOX);
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

  private void hidden(byte first) throws IOException {
    if (first == '\'' || first == '"' || first == '`') {
      quoted();
    } else if (atLineComment()) {
      line();
    } else if (atBlockComment()) {
      blockComment();
    } else {
      window.at++;
    }
  }

  /** Reads a quoted string or name; a doubled quote reads as two of them. */
  void quoted() throws IOException {
    byte quote = window.bytes[window.at++];
    boolean escapes =
        quote != '`' && session.backslashEscapes() && !(quote == '"' && session.ansiQuotes());
    while (true) {
      byte[] b = window.bytes;
      int i = window.at;
      int end = window.end;
      while (i < end && b[i] != quote && b[i] != '\\') {
        i++;
      }
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
