package org.quietus.policy.condition;

import java.util.Locale;

/**
 * The characters of a condition, told apart into quoted and other ones. Since backslashes and
 * double quotes are refused, a single quote or backtick opens and closes a quotation for every
 * parser and database alike.
 */
record ConditionText(String text) {
  private static final int DEEPEST = 20;
  private static final String PUNCTUATION = " \t\r\n(),.=<>!+-*/%_";

  /** Refuses what a database may read differently from the parser. */
  void check() throws InvalidCondition {
    char quote = 0;
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        throw new InvalidCondition(
            "it has a backslash, which databases read differently; use LIKE … ESCAPE '!' instead");
      }
      if (quote != 0) {
        checkQuoted(c, quote);
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '`') {
        quote = c;
      } else {
        checkPlain(c, i + 1 < text.length() ? text.charAt(i + 1) : ' ');
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth < 0 || depth > DEEPEST) {
          throw new InvalidCondition(
              depth < 0
                  ? "a parenthesis is closed that was not opened"
                  : "its parentheses are nested more than " + DEEPEST + " deep");
        }
      }
    }
    if (quote != 0) {
      throw new InvalidCondition("a quotation is not closed");
    }
    if (depth != 0) {
      throw new InvalidCondition("a parenthesis is not closed");
    }
  }

  private static void checkQuoted(char c, char quote) throws InvalidCondition {
    if (Character.isISOControl(c)) {
      throw new InvalidCondition("a quotation has a control character in it");
    }
    if (quote == '`' && c != '`' && !isWord(c) && c != '$') {
      throw new InvalidCondition(
          "a column name has a character that is not a letter, digit, _ or $");
    }
  }

  private static void checkPlain(char c, char next) throws InvalidCondition {
    if (c == '"') {
      throw new InvalidCondition(
          "it has double quotes, a text to some databases and a name to others;"
              + " put a text in '…' and a column in `…`");
    }
    if (c == '#' || (c == '-' && next == '-') || (c == '/' && next == '*')) {
      throw new InvalidCondition("it has a comment; use YAML's own");
    }
    if (c == ';') {
      throw new InvalidCondition("it has a semicolon; one expression is meant");
    }
    if (!isWord(c) && PUNCTUATION.indexOf(c) < 0) {
      throw new InvalidCondition(
          Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c)
              ? "it has a control character or unusual space in it"
              : "it has a '" + c + "' in it, which is not allowed outside a text");
    }
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  /**
   * The tokens without blanks and parentheses, in capitals outside quotations, {@code !=} being
   * {@code <>}.
   */
  String tokens() {
    StringBuilder tokens = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        tokens.append(c);
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '`') {
        tokens.append(c);
        quote = c;
      } else if (c == '=' && tokens.length() > 0 && tokens.charAt(tokens.length() - 1) == '!') {
        tokens.replace(tokens.length() - 1, tokens.length(), "<>");
      } else if (!Character.isWhitespace(c) && c != '(' && c != ')') {
        tokens.append(String.valueOf(c).toUpperCase(Locale.ROOT));
      }
    }
    return tokens.toString();
  }
}
