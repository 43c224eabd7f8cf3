package org.quietus.format.pgdump;

import java.io.IOException;
import org.quietus.format.DumpTableName;
import org.quietus.format.Spans;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;

/** Finds the rows of an INSERT statement and the values in them, without looking into those. */
final class InsertLexer {
  /** Bytes outside strings that end a value or that no dumped value has. */
  private static final boolean[] MARKS = new boolean[256];

  static {
    for (char c : "',();-\"/\\$[:".toCharArray()) {
      MARKS[c] = true;
    }
  }

  private final Window window;
  private final SqlLexer lexer;
  private final Spans spans;

  InsertLexer(Window window, SqlLexer lexer, Spans spans) {
    this.window = window;
    this.lexer = lexer;
    this.spans = spans;
  }

  /**
   * Reads the held statement to before its first row.
   *
   * @return length of the head up to and including the word VALUES, or to where something else
   *     stands than names before it
   */
  int head() throws IOException {
    int depth = 0;
    while (window.more()) {
      byte b = window.bytes[window.at];
      if (b == '"') {
        lexer.quoted(false);
      } else if (b == '\'' || b == ';' || lexer.atLineComment() || lexer.atBlockComment()) {
        break;
      } else if (SqlLexer.isWord(b)) {
        if (lexer.word().equals("values") && depth == 0) {
          int length = window.at - window.held;
          lexer.whitespace();
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

  /**
   * Reads the row that begins here.
   *
   * @return where it begins, counted from where the window holds
   */
  int row(DumpTableName table) throws IOException {
    if (!window.more()) {
      throw new Truncated("the dump ends inside a statement", window.offset(), table);
    }
    if (window.bytes[window.at] != '(') {
      throw new UnsupportedDump("something other than rows", window.offset(), table);
    }
    int start = window.at - window.held;
    spans.begin(start);
    window.at++;
    while (!value(table)) {
      // the next one
    }
    return start;
  }

  /** Reads to behind the value that begins here; whether it is the last one of its row. */
  private boolean value(DumpTableName table) throws IOException {
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
        case '\'' -> string(table);
        case ',', ')' -> {
          spans.add(window.at++ - window.held);
          return b[i] == ')';
        }
        case '-' -> {
          if (lexer.atLineComment()) {
            throw new UnsupportedDump("a comment in a row", window.offset(), table);
          }
          window.at++;
        }
        default -> throw new UnsupportedDump("an expression in a row", window.offset(), table);
      }
    }
  }

  private void string(DumpTableName table) throws IOException {
    boolean escapes = lexer.hasEscapes();
    lexer.quoted(escapes);
    while (window.more() && window.bytes[window.at] == '\'') {
      lexer.quoted(escapes);
    }
    lexer.whitespace();
    if (window.more() && window.bytes[window.at] != ',' && window.bytes[window.at] != ')') {
      throw new UnsupportedDump("something behind a string in a row", window.offset(), table);
    }
  }

  /**
   * Moves to the next row if there is one, else to behind the statement and its line's end.
   *
   * @return whether there is one
   */
  boolean goesOn(DumpTableName table) throws IOException {
    lexer.whitespace();
    if (window.more() && window.bytes[window.at] == ',') {
      window.at++;
      lexer.whitespace();
      return true;
    }
    for (String word : new String[] {"on", "conflict", "do", "nothing"}) {
      if (window.more() && window.bytes[window.at] != ';') {
        if (!lexer.word().equals(word)) {
          throw new UnsupportedDump("something behind the rows", window.offset(), table);
        }
        lexer.whitespace();
      }
    }
    if (!window.more()) {
      throw new Truncated("the dump ends inside a statement", window.offset(), table);
    }
    if (window.bytes[window.at] != ';') {
      throw new UnsupportedDump("something behind the rows", window.offset(), table);
    }
    window.at++;
    lineEnd();
    return false;
  }

  private void lineEnd() throws IOException {
    if (window.at(new byte[] {'\r', '\n'})) {
      window.at += 2;
    } else if (window.more() && window.bytes[window.at] == '\n') {
      window.at++;
    }
  }
}
