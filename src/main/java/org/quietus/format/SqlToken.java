package org.quietus.format;

/** A piece of a short SQL statement, its text without quotes. */
public record SqlToken(Kind kind, String text) {

  /** What a token is. */
  public enum Kind {
    /** A bare word, number or {@code @variable}. */
    WORD,
    /** A name in backticks or, in ANSI mode, double quotes. */
    NAME,
    STRING,
    /** A single character. */
    SYMBOL
  }

  /** Whether it is that keyword. */
  public boolean is(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  /** Whether it is that character. */
  public boolean is(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  /** Whether it can name a table or column. */
  public boolean isName() {
    return kind == Kind.NAME || kind == Kind.WORD;
  }
}
