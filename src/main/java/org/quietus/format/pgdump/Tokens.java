package org.quietus.format.pgdump;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.quietus.format.SqlToken;

/**
 * Splits a statement into tokens, without its comments. Words without quotes are in small letters,
 * as PostgreSQL takes them.
 */
final class Tokens {
  private final byte[] sql;
  private final Charset charset;
  private final boolean standardStrings;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;

  private Tokens(byte[] sql, Settings settings) {
    this.sql = sql;
    this.charset = settings.charset();
    this.standardStrings = settings.standardStrings();
  }

  static List<SqlToken> of(byte[] sql, Settings settings) {
    Tokens tokens = new Tokens(sql, settings);
    while (tokens.at < sql.length) {
      tokens.next();
    }
    return tokens.tokens;
  }

  private void next() {
    byte b = sql[at];
    if (SqlLexer.isSpace(b)) {
      at++;
    } else if (b == '"') {
      quoted(SqlToken.Kind.NAME, false);
    } else if (b == '\'') {
      quoted(SqlToken.Kind.STRING, !standardStrings);
    } else if ((b == 'E' || b == 'e') && is(1, '\'')) {
      at++;
      quoted(SqlToken.Kind.STRING, true);
    } else if (b == '-' && is(1, '-')) {
      skipTo('\n');
    } else if (b == '/' && is(1, '*')) {
      comment();
    } else if (b == '$' && dollarQuoted()) {
      return;
    } else if (SqlLexer.isWord(b)) {
      word();
    } else {
      tokens.add(new SqlToken(SqlToken.Kind.SYMBOL, String.valueOf((char) (b & 0xff))));
      at++;
    }
  }

  private boolean is(int ahead, char expected) {
    return at + ahead < sql.length && sql[at + ahead] == expected;
  }

  private void skipTo(char last) {
    while (at < sql.length && sql[at] != last) {
      at++;
    }
  }

  private void comment() {
    int depth = 0;
    do {
      int step = 2;
      if (is(0, '/') && is(1, '*')) {
        depth++;
      } else if (is(0, '*') && is(1, '/')) {
        depth--;
      } else {
        step = 1;
      }
      at += step;
    } while (depth > 0 && at < sql.length);
  }

  private boolean dollarQuoted() {
    int end = at + 1;
    while (end < sql.length && SqlLexer.isWord(sql[end]) && sql[end] != '$') {
      end++;
    }
    if (end == sql.length || sql[end] != '$') {
      return false;
    }
    String tag = new String(sql, at, end + 1 - at, StandardCharsets.ISO_8859_1);
    String all = new String(sql, StandardCharsets.ISO_8859_1);
    int close = all.indexOf(tag, end + 1);
    if (close < 0) {
      return false;
    }
    add(SqlToken.Kind.STRING, new String(sql, end + 1, close - end - 1, charset));
    at = close + tag.length();
    return true;
  }

  private void word() {
    int start = at;
    while (at < sql.length && SqlLexer.isWord(sql[at])) {
      at++;
    }
    add(SqlToken.Kind.WORD, folded(new String(sql, start, at - start, charset)));
  }

  /** PostgreSQL folds letters of ASCII alone, in encodings of more bytes a character. */
  private static String folded(String word) {
    StringBuilder folded = new StringBuilder(word);
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c | 0x20));
      }
    }
    return folded.toString();
  }

  private void quoted(SqlToken.Kind kind, boolean escapes) {
    byte quote = sql[at++];
    byte[] text = new byte[sql.length - at];
    int length = 0;
    while (at < sql.length) {
      byte b = sql[at++];
      if (b == quote && !is(0, (char) quote)) {
        break;
      }
      if (b == quote) {
        at++;
      } else if (b == '\\' && escapes && at < sql.length) {
        b = sql[at++];
      }
      text[length++] = b;
    }
    add(kind, new String(text, 0, length, charset));
  }

  private void add(SqlToken.Kind kind, String text) {
    tokens.add(new SqlToken(kind, text));
  }
}
