package org.quietus.format.mysqldump;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quietus.format.DumpTableName;
import org.quietus.format.RowSource;
import org.quietus.format.Spans;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;
import org.quietus.policy.Counted;

/**
 * Finds the rows of an INSERT statement and the values in them, without looking into the values.
 */
final class RowLexer {
  /** Bytes outside strings that end a value or that no dumped value has. */
  private static final boolean[] MARKS = new boolean[256];

  static {
    for (char c : "',();-\"`#/\\".toCharArray()) {
      MARKS[c] = true;
    }
  }

  private final Window window;
  private final Lexer lexer;
  private final Spans spans = new Spans();
  private @Nullable DumpTableName table;
  private String row = "";
  private boolean[] binary = {};

  RowLexer(Window window, Lexer lexer) {
    this.window = window;
    this.lexer = lexer;
  }

  /**
   * Reads the held statement to before its first row.
   *
   * @return length of the head up to and including the word VALUES, or to where something else
   *     stands than names before it
   */
  int head() throws IOException {
    table = null;
    int depth = 0;
    while (window.more()) {
      byte b = window.bytes[window.at];
      if (b == '`' || b == '"') {
        lexer.quoted();
      } else if (b == '\'' || b == ';' || lexer.atLineComment()) {
        break;
      } else if (Character.isLetter(b)) {
        String word = word();
        if (depth == 0 && (word.equals("VALUES") || word.equals("VALUE"))) {
          int length = window.at - window.held;
          lexer.whitespace();
          requireRow();
          return length;
        }
      } else {
        depth += b == '(' ? 1 : b == ')' ? -1 : 0;
        window.at++;
      }
    }
    if (!window.more()) {
      throw new Truncated("the dump ends inside a statement", window.offset());
    }
    return window.at - window.held;
  }

  private String word() throws IOException {
    int start = window.at - window.held;
    while (window.more() && Character.isJavaIdentifierPart(window.bytes[window.at] & 0xff)) {
      window.at++;
    }
    int from = window.held + start;
    return new String(window.bytes, from, window.at - from, Charsets.DEFAULT)
        .toUpperCase(Locale.ROOT);
  }

  /** Rows from there follow. */
  void begin(RowSource source) {
    table = source.table();
    row = "a row of table " + table;
    binary = TextCheck.binary(source);
  }

  /**
   * Reads and holds the next row with the separator before it.
   *
   * @return false at the end of the statement, which is then held up to behind its line's end
   */
  boolean next(boolean first, byte[] delimiter) throws IOException {
    window.hold(row);
    if (!first) {
      lexer.whitespace();
      if (window.at(delimiter)) {
        window.at += delimiter.length;
        lineEnd();
        return false;
      }
      if (window.more() && window.bytes[window.at] != ',') {
        throw new UnsupportedDump("something other than rows", window.offset(), table);
      }
      window.at += window.more() ? 1 : 0;
      lexer.whitespace();
    }
    requireRow();
    values();
    return true;
  }

  /** The row just read. */
  LexedRow row(RowSource source, Spelling spelling) throws UnsupportedDump {
    long offset = window.offset() - (window.at - window.held) + spans.rowStart();
    if (!source.columns().isEmpty() && source.columns().size() != spans.count()) {
      throw new UnsupportedDump(
          "a row of "
              + Counted.of(spans.count(), "value")
              + " for "
              + Counted.of(source.columns().size(), "column"),
          offset,
          source.table());
    }
    return new LexedRow(source, spelling, window.bytes, window.held, spans, offset);
  }

  private void requireRow() throws IOException {
    if (!window.more()) {
      throw new Truncated("the dump ends inside a statement", window.offset(), table);
    }
    if (window.bytes[window.at] != '(') {
      throw new UnsupportedDump("something other than rows", window.offset(), table);
    }
  }

  private void lineEnd() throws IOException {
    if (window.at(new byte[] {'\r', '\n'})) {
      window.at += 2;
    } else if (window.more() && window.bytes[window.at] == '\n') {
      window.at++;
    }
  }

  private void values() throws IOException {
    spans.begin(window.at - window.held);
    window.at++;
    while (true) {
      byte[] b = window.bytes;
      int i = window.at;
      int end = window.end;
      while (i < end && !MARKS[b[i] & 0xff]) {
        i++;
      }
      window.at = i;
      if (!window.more()) {
        throw new Truncated("the dump ends inside a row", window.offset(), table);
      }
      if (i == end) {
        continue;
      }
      switch (b[i]) {
        case '\'' -> string();
        case '"' -> {
          if (!lexer.isString(b[i])) {
            throw new UnsupportedDump("a name in a row", window.offset(), table);
          }
          string();
        }
        case ',' -> spans.add(window.at++ - window.held);
        case ')' -> {
          spans.add(window.at++ - window.held);
          return;
        }
        case '-' -> sign();
        default -> throw new UnsupportedDump("an expression in a row", window.offset(), table);
      }
    }
  }

  /** Behind a quote that is not escaped values would go on into the next row's. */
  private void string() throws IOException {
    lexer.quoted(isBinary());
    if (window.at == window.end || !isEnd(window.bytes[window.at])) {
      lexer.whitespace();
      if (window.more() && !isEnd(window.bytes[window.at]) && !isQuote(window.bytes[window.at])) {
        throw new UnsupportedDump(
            "something behind a string in a row, as after a quote that is not escaped",
            window.offset(),
            table);
      }
    }
  }

  private static boolean isEnd(byte b) {
    return b == ',' || b == ')';
  }

  private static boolean isQuote(byte b) {
    return b == '\'' || b == '"';
  }

  private boolean isBinary() {
    return spans.count() < binary.length && binary[spans.count()];
  }

  private void sign() throws IOException {
    if (lexer.atLineComment()) {
      throw new UnsupportedDump("a comment in a row", window.offset(), table);
    }
    window.at++;
  }
}
