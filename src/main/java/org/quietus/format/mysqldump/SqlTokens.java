package org.quietus.format.mysqldump;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.quietus.format.SqlToken;

/**
 * Splits a short statement (a SET, a CREATE TABLE, the head of an INSERT) into tokens. Comments are
 * left out; what conditional comments enclose counts as SQL.
 */
final class SqlTokens {
  private final byte[] sql;
  private final Session session;
  private final Charset charset;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;

  private SqlTokens(byte[] sql, Session session) {
    this.sql = sql;
    this.session = session;
    this.charset = session.charset();
  }

  static List<SqlToken> of(byte[] sql, Session session) {
    SqlTokens tokens = new SqlTokens(sql, session);
    while (tokens.at < sql.length) {
      tokens.next();
    }
    return tokens.tokens;
  }

  private void next() {
    byte b = sql[at];
    if (b <= ' ' && b >= 0) {
      at++;
    } else if (b == '`') {
      quoted(SqlToken.Kind.NAME, false);
    } else if (b == '"') {
      quoted(
          session.ansiQuotes() ? SqlToken.Kind.NAME : SqlToken.Kind.STRING, !session.ansiQuotes());
    } else if (b == '\'') {
      quoted(SqlToken.Kind.STRING, true);
    } else if (b == '#' || (b == '-' && is(1, '-'))) {
      skipTo((byte) '\n');
    } else if (b == '/' && is(1, '*')) {
      comment();
    } else if (b == '*' && is(1, '/')) {
      at += 2;
    } else if (wordByte(b)) {
      word();
    } else {
      tokens.add(new SqlToken(SqlToken.Kind.SYMBOL, String.valueOf((char) (b & 0xff))));
      at++;
    }
  }

  private boolean is(int ahead, char expected) {
    return at + ahead < sql.length && sql[at + ahead] == expected;
  }

  private void skipTo(byte last) {
    while (at < sql.length && sql[at] != last) {
      at++;
    }
  }

  private void comment() {
    int version = Lexer.conditionalPrefix(sql, at, sql.length);
    if (version > 0) {
      at += version;
      while (at < sql.length && sql[at] >= '0' && sql[at] <= '9') {
        at++;
      }
      return;
    }
    at += 2;
    while (at < sql.length && !(sql[at] == '*' && is(1, '/'))) {
      at++;
    }
    at = Math.min(sql.length, at + 2);
  }

  private void word() {
    int start = at;
    while (at < sql.length && wordByte(sql[at])) {
      at++;
    }
    tokens.add(new SqlToken(SqlToken.Kind.WORD, new String(sql, start, at - start, charset)));
  }

  private void quoted(SqlToken.Kind kind, boolean escapable) {
    byte quote = sql[at++];
    boolean escapes = escapable && session.backslashEscapes();
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
        b = Escapes.meaning(sql[at++]);
      }
      text[length++] = b;
    }
    tokens.add(new SqlToken(kind, new String(text, 0, length, charset)));
  }

  private static boolean wordByte(byte b) {
    return b < 0
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '_'
        || b == '$'
        || b == '@';
  }
}
