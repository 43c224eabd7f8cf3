package org.quietus.format.csv;

import java.util.Arrays;
import org.quietus.policy.RowLayout;

/** The bytes of a layout that have a meaning of their own. */
final class Signs {
  /** No byte. */
  private static final int NONE = 256;

  private static final String MARK = "\uFEFF";

  private final byte[] mark;
  private final byte[] delimiter;
  private final int quote;
  private final boolean backslash;
  private final boolean[] plain = new boolean[256];
  private final boolean[] plainInQuotes = new boolean[256];

  Signs(RowLayout layout) {
    this.mark =
        layout.charset().newEncoder().canEncode(MARK)
            ? MARK.getBytes(layout.charset())
            : new byte[0];
    this.delimiter = layout.delimiter().getBytes(layout.charset());
    this.quote = layout.quote().map(c -> (int) c).orElse(NONE);
    this.backslash = layout.backslash();
    Arrays.fill(plain, true);
    Arrays.fill(plainInQuotes, true);
    plain['\n'] = plainInQuotes['\n'] = false;
    plain['\r'] = false;
    plain[delimiter[0] & 0xff] = false;
    if (quote != NONE) {
      plain[quote] = plainInQuotes[quote] = false;
    }
    if (backslash) {
      plain['\\'] = plainInQuotes['\\'] = false;
    }
  }

  /** The byte order mark, which belongs to no field; empty in a charset without one. */
  byte[] mark() {
    return mark;
  }

  byte[] delimiter() {
    return delimiter;
  }

  boolean isQuote(byte b) {
    return b == quote;
  }

  boolean hasQuotes() {
    return quote != NONE;
  }

  boolean isEscape(byte b) {
    return backslash && b == '\\';
  }

  /** Whether a line feed or carriage return may stand inside a field without quotes. */
  boolean hasBareBreaks() {
    return backslash || quote == NONE;
  }

  /** By byte, whether it has no meaning in a field without quotes. */
  boolean[] plain() {
    return plain;
  }

  /** By byte, whether it has no meaning between quotes. */
  boolean[] plainInQuotes() {
    return plainInQuotes;
  }
}
