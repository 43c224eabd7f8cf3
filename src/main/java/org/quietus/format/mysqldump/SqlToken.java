package org.quietus.format.mysqldump;

/** A piece of a short SQL statement, its text without quotes. */
record SqlToken(Kind kind, String text) {

  enum Kind {
    /** A bare word, number or {@code @variable}. */
    WORD,
    /** A name in backticks or, in ANSI mode, double quotes. */
    NAME,
    STRING,
    /** A single character. */
    SYMBOL
  }

  /** Whether it is that keyword. */
  boolean is(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  boolean is(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  /** Whether it can name a table or column. */
  boolean isName() {
    return kind == Kind.NAME || kind == Kind.WORD;
  }
}
