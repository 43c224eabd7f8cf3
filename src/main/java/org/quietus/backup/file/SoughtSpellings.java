package org.quietus.backup.file;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.Column;
import org.quietus.format.Row;

/**
 * How values of one field are spelled that may be sought. It takes those that surely are not, as
 * they are compared, and can be compared here; what is not spelled in the plainest of ways is not
 * taken.
 */
final class SoughtSpellings implements Row.Spelled {
  private static final int FEWEST_BITS = 1 << 10;
  private static final int BITS_A_VALUE = 16;
  private static final long NOT_PLAIN = -1;
  private static final long BEGIN = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  /** Of a long whatever its digits are. */
  private static final int MOST_DIGITS = 18;

  /** What is the same in all spellings of a value. */
  private enum Form {
    ADDRESS,
    TEXT,
    NUMBER,
    INTEGER,
    UUID
  }

  private final Form form;
  private final long[] bits;

  private SoughtSpellings(Form form, Set<String> sought) {
    this.form = form;
    long room = Math.max(FEWEST_BITS, (long) BITS_A_VALUE * sought.size());
    this.bits = new long[(int) (Long.highestOneBit(2 * room - 1) / Long.SIZE)];
    for (String value : sought) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      long hash = hash(bytes, 0, bytes.length);
      if (hash != NOT_PLAIN) { // else no plain spelling is one of it
        bits[word(hash)] |= 1L << hash;
      }
    }
  }

  /** Of a field with the values of it that are sought; empty if its values have no plain form. */
  static Optional<SoughtSpellings> of(WhoseField field, Set<String> sought) {
    return form(field).map(form -> new SoughtSpellings(form, sought));
  }

  private static Optional<Form> form(WhoseField field) {
    if (field.kind() == WhoseField.Kind.KEY) {
      return field.column().type() == Column.Type.INTEGER
          ? Optional.of(Form.INTEGER)
          : field.column().type() == Column.Type.UUID ? Optional.of(Form.UUID) : Optional.empty();
    }
    return field
        .type()
        .map(
            type ->
                switch (type) {
                  case EMAIL -> Form.ADDRESS;
                  case PHONE -> Form.NUMBER;
                  case ID, TEXT -> Form.TEXT;
                });
  }

  @Override
  public boolean take(byte[] bytes, int from, int to) {
    long hash = hash(bytes, from, to);
    return hash != NOT_PLAIN && (bits[word(hash)] & 1L << hash) == 0;
  }

  private int word(long hash) {
    return (int) (hash >>> 6) & (bits.length - 1);
  }

  private long hash(byte[] bytes, int from, int to) {
    long hash =
        switch (form) {
          case ADDRESS -> address(bytes, from, to);
          case TEXT -> text(bytes, from, to);
          case NUMBER -> number(bytes, from, to);
          case INTEGER -> to - from > MOST_DIGITS ? NOT_PLAIN : integer(bytes, from, to);
          case UUID -> isNumberLike(bytes, from, to) ? NOT_PLAIN : lower(bytes, from, to, false);
        };
    return hash == NOT_PLAIN ? NOT_PLAIN : (hash ^ hash >>> 32) & Long.MAX_VALUE;
  }

  private static boolean isPlain(byte b) {
    return b >= 0 && b != '\\' && b != '"';
  }

  private static long address(byte[] bytes, int from, int to) {
    return lower(bytes, from, to, true);
  }

  /** In small letters, perhaps without white space. */
  private static long lower(byte[] bytes, int from, int to, boolean tight) {
    long hash = BEGIN;
    for (int n = from; n < to; n++) {
      byte b = bytes[n];
      if (!isPlain(b)) {
        return NOT_PLAIN;
      }
      if (!tight || !isSpace(b)) {
        hash = (hash ^ (b >= 'A' && b <= 'Z' ? b | 0x20 : b)) * PRIME;
      }
    }
    return hash;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /** Without spaces around it. */
  private static long text(byte[] bytes, int from, int to) {
    if (isNumberLike(bytes, from, to)) {
      return NOT_PLAIN;
    }
    int start = from;
    int end = to;
    while (start < end && bytes[start] == ' ') {
      start++;
    }
    while (end > start && bytes[end - 1] == ' ') {
      end--;
    }
    long hash = BEGIN;
    for (int n = start; n < end; n++) {
      if (!isPlain(bytes[n])) {
        return NOT_PLAIN;
      }
      hash = (hash ^ bytes[n]) * PRIME;
    }
    return hash;
  }

  /** Whether it may be a number with decimals or an exponent, and so one that is rounded. */
  private static boolean isNumberLike(byte[] bytes, int from, int to) {
    boolean sign = false;
    for (int n = from; n < to; n++) {
      byte b = bytes[n];
      if (b == '.' || b == 'e' || b == 'E') {
        sign = true;
      } else if (b > ' ' && b != '+' && b != '-' && (b < '0' || b > '9')) {
        return false;
      }
    }
    return sign;
  }

  /** The digits of a telephone number behind its zeros, whatever stands between them. */
  private static long number(byte[] bytes, int from, int to) {
    long hash = BEGIN;
    for (int n = from; n < to; n++) {
      byte b = bytes[n];
      if (!isPlain(b) || b == '.' || b == 'e' || b == 'E') {
        return NOT_PLAIN;
      }
      if (b >= '0' && b <= '9' && (b != '0' || hash != BEGIN)) {
        hash = (hash ^ b) * PRIME;
      }
    }
    return hash;
  }

  /** Nothing but digits. */
  private static long integer(byte[] bytes, int from, int to) {
    long hash = from == to ? NOT_PLAIN : BEGIN;
    for (int n = from; n < to && hash != NOT_PLAIN; n++) {
      byte b = bytes[n];
      if (b < '0' || b > '9') {
        return NOT_PLAIN;
      }
      if (b != '0' || hash != BEGIN) {
        hash = (hash ^ b) * PRIME;
      }
    }
    return hash;
  }
}
