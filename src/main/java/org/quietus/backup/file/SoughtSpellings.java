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

  private static final long NO_UUID = 0;
  private static final int UUID_DIGITS = 32;

  /** With hyphens and brackets. */
  private static final int LONGEST_UUID = 42;

  /** What stands beside addresses rather than in them. */
  private static final boolean[] NO_ADDRESS = new boolean[128];

  static {
    for (int c = 0; c < NO_ADDRESS.length; c++) {
      NO_ADDRESS[c] = "<>,;:()[]|'=".indexOf(c) >= 0 || (c < ' ' && !isSpace((byte) c));
    }
  }

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
    if (field.isIntegerId()) {
      return Optional.of(Form.INTEGER);
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
          case TEXT -> text(bytes, from, to, false);
          case NUMBER -> number(bytes, from, to);
          case INTEGER -> to - from > MOST_DIGITS ? NOT_PLAIN : integer(bytes, from, to);
          case UUID -> text(bytes, from, to, true);
        };
    return hash == NOT_PLAIN ? NOT_PLAIN : (hash ^ hash >>> 32) & Long.MAX_VALUE;
  }

  private static boolean isPlain(byte b) {
    return b >= 0 && b != '\\' && b != '"';
  }

  /** In small letters and without white space; what may be more than an address is not plain. */
  private static long address(byte[] bytes, int from, int to) {
    long hash = BEGIN;
    boolean at = false;
    boolean space = false;
    for (int n = from; n < to; n++) {
      byte b = bytes[n];
      if (!isPlain(b) || NO_ADDRESS[b] || (b == '@' && at)) {
        return NOT_PLAIN;
      }
      if (isSpace(b)) {
        space |= hash != BEGIN;
      } else if (space) {
        return NOT_PLAIN;
      } else {
        at |= b == '@';
        hash = (hash ^ small(b)) * PRIME;
      }
    }
    return hash;
  }

  private static int small(byte b) {
    return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
  }

  /** The digits of what may be a UUID. */
  private static long digitsOfUuid(byte[] bytes, int from, int to) {
    if (to - from < UUID_DIGITS || to - from > LONGEST_UUID) {
      return NO_UUID;
    }
    long hash = BEGIN;
    int digits = 0;
    for (int n = from; n < to; n++) {
      byte b = bytes[n];
      if (Character.digit(b, 16) >= 0) {
        digits++;
        hash = (hash ^ small(b)) * PRIME;
      } else if (b != '-' && b != '{' && b != '}') {
        return NO_UUID;
      }
    }
    return digits == UUID_DIGITS ? hash : NO_UUID;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /** Without white space around it, perhaps in small letters; of a UUID the digits. */
  private static long text(byte[] bytes, int from, int to, boolean folded) {
    if (isNumberLike(bytes, from, to)) {
      return NOT_PLAIN;
    }
    int start = from;
    int end = to;
    while (start < end && bytes[start] >= 0 && bytes[start] <= ' ') {
      start++;
    }
    while (end > start && bytes[end - 1] >= 0 && bytes[end - 1] <= ' ') {
      end--;
    }
    if (start < end && (bytes[start] == '\'' || bytes[start] == '=')) {
      return NOT_PLAIN;
    }
    long digits = digitsOfUuid(bytes, start, end);
    if (digits != NO_UUID) {
      return digits;
    }
    long hash = BEGIN;
    for (int n = start; n < end; n++) {
      if (!isPlain(bytes[n]) || bytes[n] == ':') {
        return NOT_PLAIN;
      }
      hash = (hash ^ (folded ? small(bytes[n]) : bytes[n])) * PRIME;
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
