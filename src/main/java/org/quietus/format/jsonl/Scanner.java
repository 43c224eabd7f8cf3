package org.quietus.format.jsonl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quietus.format.ByteScan;

/**
 * Reads one line strictly (RFC 8259), and finds in it the values that are looked for. It holds
 * nothing but where they are.
 */
final class Scanner {
  private static final int DEEPEST = 200;

  private final Fields fields;
  private final List<Found> found = new ArrayList<>();
  private byte[] bytes = {};
  private int at;
  private int end;
  private boolean odd;

  Scanner(Fields fields) {
    this.fields = fields;
  }

  /**
   * A value that is looked for.
   *
   * @param column which of the paths leads to it
   * @param to the byte after its last one
   */
  record Found(int column, int from, int to) {}

  /**
   * Scans bytes that hold one JSON value and white space.
   *
   * @return the values, valid until the next call
   */
  List<Found> scan(byte[] line, int from, int to) throws BadLine {
    found.clear();
    odd = false;
    bytes = line;
    at = from;
    end = to;
    space();
    value(fields, 0);
    space();
    if (at < end) {
      throw notJson();
    }
    return found;
  }

  /** Whether the bytes scanned last hold something where a path goes on and cannot. */
  boolean isOdd() {
    return odd;
  }

  private void value(@Nullable Fields here, int depth) throws BadLine {
    if (depth > DEEPEST) {
      throw new BadLine("nested deeper than " + DEEPEST + " levels");
    }
    int from = at;
    byte first = peek();
    switch (first) {
      case '{' -> object(here, depth);
      case '[' -> array(here, depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
    odd |= here != null && endsPath(here, first, from);
    if (here != null && here.column() != Fields.NONE) {
      found.add(new Found(here.column(), from, at));
    }
  }

  /** Whether a value that is not empty is none that the paths from here on lead into. */
  private boolean endsPath(Fields here, byte first, int from) {
    boolean byName = here.goesOnByName();
    boolean byElement = here.goesOnByElement();
    if (!byName && !byElement) {
      return false;
    }
    return switch (first) {
      case '{' -> !byName && isFilled(from);
      case '[' -> !byElement && isFilled(from);
      case 't', 'f', 'n' -> false;
      default -> here.column() == Fields.NONE && (first != '"' || at - from > 2);
    };
  }

  /** Whether there is more between brackets than white space. */
  private boolean isFilled(int from) {
    for (int n = from + 1; n < at - 1; n++) {
      if (bytes[n] > ' ' || bytes[n] < 0) {
        return true;
      }
    }
    return false;
  }

  private void object(@Nullable Fields here, int depth) throws BadLine {
    at++;
    space();
    if (peek() == '}') {
      at++;
      return;
    }
    for (int nth = 0; ; nth++) {
      if (peek() != '"') {
        throw notJson();
      }
      int from = at + 1;
      boolean escaped = string();
      @Nullable Fields next = here == null ? null : named(here, nth, from, at - 1, escaped);
      space();
      expect(':');
      space();
      value(next, depth + 1);
      space();
      if (peek() == '}') {
        at++;
        return;
      }
      expect(',');
      space();
    }
  }

  private @Nullable Fields named(Fields here, int nth, int from, int to, boolean escaped) {
    if (!escaped) {
      return here.named(nth, bytes, from, to);
    }
    byte[] name =
        Texts.unescaped(bytes, from, to).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return here.named(nth, name, 0, name.length);
  }

  private void array(@Nullable Fields here, int depth) throws BadLine {
    at++;
    space();
    if (peek() == ']') {
      at++;
      return;
    }
    @Nullable Fields next = here == null ? null : here.each();
    while (true) {
      value(next, depth + 1);
      space();
      if (peek() == ']') {
        at++;
        return;
      }
      expect(',');
      space();
    }
  }

  /** Passes a string; returns whether there is an escape in it. */
  private boolean string() throws BadLine {
    boolean escaped = false;
    byte[] line = bytes;
    int n = at + 1;
    while (true) {
      n = ByteScan.notPlain(line, n, end);
      at = n;
      int c = next() & 0xff;
      if (c == '"') {
        return escaped;
      } else if (c == '\\') {
        escaped = true;
        escape();
      } else if (c < ' ') {
        throw notJson();
      } else {
        at = Utf8.after(line, n, end);
      }
      n = at;
    }
  }

  private void escape() throws BadLine {
    int c = next();
    if (c == 'u') {
      for (int n = 0; n < 4; n++) {
        if (Character.digit(next(), 16) < 0) {
          throw notJson();
        }
      }
    } else if ("\"\\/bfnrt".indexOf(c) < 0) {
      throw notJson();
    }
  }

  private void number() throws BadLine {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (at < end && bytes[at] == '.') {
      at++;
      digits();
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() throws BadLine {
    int from = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw notJson();
    }
  }

  private void word(String word) throws BadLine {
    for (int n = 0; n < word.length(); n++) {
      expect(word.charAt(n));
    }
  }

  private void expect(char c) throws BadLine {
    if (next() != c) {
      throw notJson();
    }
  }

  private byte next() throws BadLine {
    byte c = peek();
    at++;
    return c;
  }

  private byte peek() throws BadLine {
    if (at >= end) {
      throw notJson();
    }
    return bytes[at];
  }

  private void space() {
    while (at < end
        && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
      at++;
    }
  }

  private static BadLine notJson() {
    return new BadLine("not valid JSON");
  }
}
