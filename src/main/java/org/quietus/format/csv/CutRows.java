package org.quietus.format.csv;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into rows and these into fields. Each byte is looked at once, whatever pieces the
 * stream comes in.
 */
final class CutRows {

  /** What the next byte is part of. */
  private enum At {
    FIELD_START,
    PLAIN,
    QUOTED,
    AFTER_QUOTES
  }

  /** How scanning goes on. */
  private enum Step {
    ON,
    /** More bytes are needed to tell. */
    WAIT,
    ROW
  }

  private final RowBuffer buffer;
  private final Signs signs;
  private final FieldPlaces fields = new FieldPlaces();
  private At state = At.FIELD_START;
  private int fieldFrom;
  private boolean quoted;
  private boolean overlong;
  private boolean goesOn;
  private boolean complete = true;
  private int high;
  private @Nullable String bad;
  private long lines;
  private long number;

  CutRows(RowBuffer buffer, Signs signs) {
    this.buffer = buffer;
    this.signs = signs;
  }

  /** Goes to the next row, or to the next piece of one that is too long; false at the end. */
  boolean next() throws IOException {
    goesOn = !complete;
    buffer.from = buffer.at;
    if (!goesOn) {
      begin();
    }
    while (!scan()) {
      if (buffer.at > buffer.from && buffer.isFull()) {
        complete = false;
        overlong = true;
        return true;
      }
      buffer.fill();
    }
    complete = true;
    overlong = goesOn;
    return buffer.at > buffer.from || goesOn;
  }

  private void begin() throws IOException {
    buffer.pass(signs.mark());
    number = lines + 1;
    state = At.FIELD_START;
    fields.clear();
    high = 0;
    bad = null;
  }

  /** Looks at what is there; whether that is all of the row. */
  private boolean scan() {
    while (buffer.at < buffer.filled) {
      Step step =
          switch (state) {
            case FIELD_START -> start();
            case PLAIN -> plain();
            case QUOTED -> inQuotes();
            case AFTER_QUOTES -> afterQuotes();
          };
      if (step != Step.ON) {
        return step == Step.ROW;
      }
    }
    return buffer.isEnd() && end();
  }

  private Step start() {
    fieldFrom = buffer.at - buffer.from;
    quoted = signs.isQuote(buffer.bytes[buffer.at]);
    state = quoted ? At.QUOTED : At.PLAIN;
    buffer.at += quoted ? 1 : 0;
    return Step.ON;
  }

  private Step plain() {
    if (!passed(signs.plain())) {
      return Step.ON;
    }
    byte sign = buffer.bytes[buffer.at];
    if (sign == '\n') {
      return row(1);
    }
    if (buffer.waitsFor(2)) {
      return Step.WAIT;
    }
    if (buffer.isAtLineEnd()) {
      return row(2);
    }
    if (signs.isEscape(sign)) {
      return escape();
    }
    if (sign == signs.delimiter()[0]) {
      return delimiter();
    }
    if (sign != '\r') {
      bad("a quote in a field without quotes");
    } else if (!signs.hasBareBreaks()) {
      bad("a carriage return without a line feed in a field without quotes");
    }
    buffer.at++;
    return Step.ON;
  }

  private Step inQuotes() {
    if (!passed(signs.plainInQuotes())) {
      return Step.ON;
    }
    byte sign = buffer.bytes[buffer.at];
    if (sign == '\n') {
      lines++;
      buffer.at++;
    } else if (buffer.waitsFor(2)) {
      return Step.WAIT;
    } else if (signs.isEscape(sign)) {
      return escape();
    } else if (!buffer.isShort(2) && signs.isQuote(buffer.bytes[buffer.at + 1])) {
      buffer.at += 2;
    } else {
      buffer.at++;
      state = At.AFTER_QUOTES;
    }
    return Step.ON;
  }

  private Step afterQuotes() {
    byte sign = buffer.bytes[buffer.at];
    if (sign == '\n') {
      return row(1);
    }
    if (buffer.waitsFor(2)) {
      return Step.WAIT;
    }
    if (buffer.isAtLineEnd()) {
      return row(2);
    }
    if (sign == signs.delimiter()[0]) {
      Step step = delimiter();
      if (step == Step.WAIT || state == At.FIELD_START) {
        return step;
      }
    }
    bad("text after the closing quote");
    state = At.PLAIN;
    return Step.ON;
  }

  /** Passes a backslash and the byte behind it. */
  private Step escape() {
    if (buffer.isShort(2)) {
      bad("a backslash at the end of the file");
      buffer.at = buffer.filled;
      return Step.ON;
    }
    byte next = buffer.bytes[buffer.at + 1];
    high |= next;
    lines += next == '\n' ? 1 : 0;
    buffer.at += 2;
    return Step.ON;
  }

  /** Ends the field, unless its first byte alone is like the delimiter. */
  private Step delimiter() {
    byte[] delimiter = signs.delimiter();
    if (buffer.waitsFor(delimiter.length)) {
      return Step.WAIT;
    }
    if (buffer.isAt(delimiter)) {
      field();
      buffer.at += delimiter.length;
      state = At.FIELD_START;
    } else if (state == At.PLAIN) {
      high |= buffer.bytes[buffer.at++];
    }
    return Step.ON;
  }

  /** Passes bytes without a meaning of their own; whether one with a meaning follows. */
  private boolean passed(boolean[] meaningless) {
    byte[] bytes = buffer.bytes;
    int end = buffer.filled;
    int n = buffer.at;
    int seen = high;
    while (n < end && meaningless[bytes[n] & 0xff]) {
      seen |= bytes[n++];
    }
    high = seen;
    buffer.at = n;
    return n < end;
  }

  private void bad(String why) {
    bad = bad == null ? why : bad;
  }

  private void field() {
    if (!goesOn) {
      fields.add(fieldFrom, buffer.at - buffer.from, quoted);
    }
  }

  private Step row(int lineEnd) {
    field();
    buffer.at += lineEnd;
    lines++;
    return Step.ROW;
  }

  /** Ends the last row, which has no line end. */
  private boolean end() {
    if (state == At.FIELD_START) {
      fieldFrom = buffer.at - buffer.from;
      quoted = false;
    }
    if (state == At.QUOTED) {
      bad("a quote that is never closed");
    }
    if (buffer.at > buffer.from) {
      field();
    }
    return true;
  }

  /** What holds the row. */
  byte[] bytes() {
    return buffer.bytes;
  }

  /** Where it begins. */
  int from() {
    return buffer.from;
  }

  /** The place after its end, which belongs to it. */
  int to() {
    return buffer.at;
  }

  FieldPlaces fields() {
    return fields;
  }

  /** The line that it begins in, from 1 on. */
  long number() {
    return number;
  }

  /** Whether there is nothing in it but its end. */
  boolean isBlank() {
    byte[] bytes = buffer.bytes;
    int length = to() - from();
    return bytes[from()] == '\n'
        || (length == 2 && bytes[from()] == '\r' && bytes[from() + 1] == '\n');
  }

  /** Whether it is a piece of a row that is too long. */
  boolean isOverlong() {
    return overlong;
  }

  /** Whether the row began before. */
  boolean goesOn() {
    return goesOn;
  }

  /** Whether a byte of it is not of ASCII. */
  boolean isBeyondAscii() {
    return high < 0;
  }

  /** Why it cannot be told what its fields are; null if it can. */
  @Nullable String bad() {
    return bad;
  }
}
