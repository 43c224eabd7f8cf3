package org.quietus.format.pgdump;

import java.io.IOException;
import java.util.Locale;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;

/**
 * Finds the ends of comments, strings and statements as {@code psql} does, which sends a statement
 * at its semicolon, unless that is in parentheses or in the body of a function.
 */
final class SqlLexer {
  private static final int MOST_WORDS = 4;

  private final Window window;
  private final Settings settings;

  SqlLexer(Window window, Settings settings) {
    this.window = window;
    this.settings = settings;
  }

  static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** Whether a name or keyword may hold the byte. */
  static boolean isWord(byte b) {
    return b < 0
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '_'
        || b == '$';
  }

  void whitespace() throws IOException {
    while (window.more() && isSpace(window.bytes[window.at])) {
      window.at++;
    }
  }

  boolean atLineComment() throws IOException {
    return at('-') && isNext('-');
  }

  boolean atBlockComment() throws IOException {
    return at('/') && isNext('*');
  }

  private boolean at(char c) throws IOException {
    return window.more() && window.bytes[window.at] == c;
  }

  private boolean isNext(char c) throws IOException {
    return window.more(2) && window.bytes[window.at + 1] == c;
  }

  /** Moves behind the end of the line. */
  void line() throws IOException {
    while (window.more()) {
      if (window.bytes[window.at++] == '\n') {
        return;
      }
    }
  }

  /** Moves behind a comment, and those that it holds. */
  void blockComment() throws IOException {
    int depth = 0;
    do {
      if (!window.more(2)) {
        throw new Truncated("the dump ends inside a comment", window.offset());
      }
      int step = 2;
      if (atBlockComment()) {
        depth++;
      } else if (at('*') && isNext('/')) {
        depth--;
      } else {
        step = 1;
      }
      window.at += step;
    } while (depth > 0);
  }

  /** Moves from a quote to behind the one that closes; two together make a string of two parts. */
  void quoted(boolean escapes) throws IOException {
    byte quote = window.bytes[window.at++];
    while (true) {
      byte[] b = window.bytes;
      int i = window.at;
      int end = window.end;
      while (i < end && b[i] != quote && (b[i] != '\\' || !escapes)) {
        i++;
      }
      window.at = i;
      if (i < end && b[i] == quote) {
        window.at++;
        return;
      }
      if (!window.more(i < end ? 2 : 1)) {
        throw new Truncated("the dump ends inside a string", window.offset());
      }
      window.at += i < end ? 2 : 0;
    }
  }

  /** Whether backslashes escape in the string that begins here. */
  boolean hasEscapes() {
    return !settings.standardStrings() || isMarked();
  }

  /** Whether an E stands before the quote, which is no end of a longer word. */
  private boolean isMarked() {
    int before = window.at - 1;
    return before >= 0
        && (window.bytes[before] | 0x20) == 'e'
        && (before == 0 || !isWord(window.bytes[before - 1]));
  }

  /** Moves to behind the semicolon that ends the statement. */
  void statement() throws IOException {
    int depth = 0;
    Body body = new Body();
    while (window.more()) {
      byte b = window.bytes[window.at];
      if (b == '\'') {
        quoted(hasEscapes());
      } else if (b == '"') {
        quoted(false);
      } else if (atLineComment()) {
        line();
      } else if (atBlockComment()) {
        blockComment();
      } else if (b == '$') {
        dollarQuoted();
      } else if (isWord(b)) {
        if (body.isFollowed()) {
          body.word(word(), depth);
        } else {
          skipWord();
        }
      } else if (b == '\\') {
        throw new UnsupportedDump("a command of psql inside a statement", window.offset());
      } else {
        window.at++;
        depth += b == '(' ? 1 : b == ')' && depth > 0 ? -1 : 0;
        if (b == ';' && depth == 0 && !body.isOpen()) {
          return;
        }
      }
    }
    throw new Truncated("the dump ends inside a statement", window.offset());
  }

  /** Moves behind a word and returns its beginning in small letters. */
  String word() throws IOException {
    StringBuilder word = new StringBuilder();
    while (window.more() && isWord(window.bytes[window.at])) {
      if (word.length() < Window.LOOKAHEAD) {
        word.append((char) (window.bytes[window.at] & 0xff));
      }
      window.at++;
    }
    return word.toString().toLowerCase(Locale.ROOT);
  }

  private void skipWord() throws IOException {
    do {
      byte[] b = window.bytes;
      int i = window.at;
      while (i < window.end && isWord(b[i])) {
        i++;
      }
      window.at = i;
    } while (window.at == window.end && window.more());
  }

  /** Moves behind the tag that closes, or behind a dollar that opens nothing. */
  private void dollarQuoted() throws IOException {
    int length = 1;
    while (window.more(length + 1) && isTag(window.bytes[window.at + length], length)) {
      length++;
    }
    if (!window.more(length + 1) || window.bytes[window.at + length] != '$') {
      window.at++;
      return;
    }
    byte[] tag = new byte[length + 1];
    System.arraycopy(window.bytes, window.at, tag, 0, tag.length);
    window.at += tag.length;
    while (!window.at(tag)) {
      if (!window.more()) {
        throw new Truncated("the dump ends inside a string", window.offset());
      }
      do {
        window.at++;
      } while (window.at < window.end && window.bytes[window.at] != '$');
    }
    window.at += tag.length;
  }

  private static boolean isTag(byte b, int position) {
    return isWord(b) && b != '$' && (position > 1 || b < '0' || b > '9');
  }

  /** How deep a statement is in the body of a function, which holds semicolons. */
  private static final class Body {
    private final StringBuilder first = new StringBuilder();
    private int words;
    private boolean creates;
    private int depth;

    /** Whether the statement may be one that has a body. */
    boolean isFollowed() {
      return words == 0 || creates;
    }

    void word(String word, int parentheses) {
      if (words++ < MOST_WORDS) {
        first.append(word).append(' ');
        String begins = first.toString();
        creates =
            begins.matches("create (or (replace )?)?|create (or replace )?(function|procedure) .*");
      }
      if (parentheses > 0 || words < 2) {
        return;
      }
      switch (word) {
        case "begin" -> depth++;
        case "case" -> depth += depth > 0 ? 1 : 0;
        case "end" -> depth -= depth > 0 ? 1 : 0;
        default -> {
          // says nothing of bodies
        }
      }
    }

    boolean isOpen() {
      return depth > 0;
    }
  }
}
