package org.quietus.backup.file;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Trouble;
import org.quietus.backup.dump.DumpValues;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.format.KnownValues;
import org.quietus.format.Row;
import org.quietus.format.UnsupportedDump;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.TokenKind;

/**
 * Where records tell one thing of a person.
 *
 * @param column of the subject's table, which holds the same values
 * @param type of an identifier; empty for a key and a tenant
 * @param places of its paths among the columns of a row
 */
record WhoseField(Column column, Kind kind, Optional<IdentifierType> type, List<Integer> places) {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,60}(\\.\\d{0,60}([eE][+-]?\\d{1,2})?|[eE][+-]?\\d{1,2})?");

  /** Above it floating-point numbers do not tell one integer from the next. */
  private static final BigDecimal MOST_EXACT = BigDecimal.valueOf((1L << 53) - 1);

  /** What the column is to the person. */
  enum Kind {
    KEY,
    IDENTIFIER,
    TENANT
  }

  WhoseField {
    places = List.copyOf(places);
  }

  String name() {
    return column.name();
  }

  /** Whether a value says who somebody is, beyond what many are called. */
  boolean isStrong() {
    return kind == Kind.KEY || tokenKind().filter(TokenKind::isStrong).isPresent();
  }

  /** Of which kind tokens of its values are; empty for a tenant. */
  Optional<TokenKind> tokenKind() {
    return kind == Kind.KEY ? Optional.of(TokenKind.ROW_KEY) : type.map(TokenKind::of);
  }

  /** The values that a record has, as they are compared. */
  Set<String> values(Row row) throws UnsupportedDump {
    Set<String> values = new LinkedHashSet<>();
    for (int place : places) {
      for (@Nullable Object value : row.values(place)) {
        normalised(value).ifPresent(values::add);
      }
    }
    return values;
  }

  /** A value as it is compared; empty if it is none. */
  Optional<String> normalised(@Nullable Object value) {
    if (value == null || value == Row.NESTED) {
      return Optional.empty();
    }
    return switch (kind) {
      case IDENTIFIER -> type.orElseThrow().plausible(value.toString());
      case TENANT -> Optional.of(value.toString());
      case KEY -> key(value);
    };
  }

  /** A key of the database as records are compared with it; empty if only the server can. */
  Optional<String> compared(Object key) {
    try {
      return Optional.of(DumpValues.canonical(key, column));
    } catch (Trouble e) {
      return Optional.empty();
    }
  }

  /** Whether a record has a key that cannot be compared here. */
  boolean isUncompared(Row row) throws UnsupportedDump {
    return !uncompared(row).isEmpty();
  }

  /** The keys of a record that only the server can compare, or that are rounded, as they are. */
  Set<String> uncompared(Row row) throws UnsupportedDump {
    Set<String> keys = new LinkedHashSet<>();
    if (kind == Kind.KEY) {
      for (int place : places) {
        for (@Nullable Object value : row.values(place)) {
          if (value != null && value != Row.NESTED && isUncompared(value)) {
            keys.add(value.toString());
          }
        }
      }
    }
    return keys;
  }

  /**
   * Whether records with some values may have one of a set, or a key that cannot be compared here;
   * also if it is not known which values they have.
   */
  boolean mayBe(Set<String> some, KnownValues values) throws IOException {
    for (int place : places) {
      Optional<List<Object>> known = values.of(place);
      if (known.isEmpty()) {
        return true;
      }
      for (Object value : known.get()) {
        if ((kind == Kind.KEY && isUncompared(value))
            || normalised(value).filter(some::contains).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isUncompared(Object value) {
    return column.type() == Column.Type.INTEGER
        ? isRounded(value)
        : compared(value.toString()).isEmpty();
  }

  private Optional<String> key(Object value) {
    if (column.type() != Column.Type.INTEGER) {
      return compared(value.toString()).filter(text -> !text.isBlank());
    }
    if (value instanceof Long number) {
      return Optional.of(number.toString());
    }
    return isRounded(value)
        ? Optional.empty()
        : number(value)
            .filter(number -> number.stripTrailingZeros().scale() <= 0)
            .map(number -> number.toBigInteger().toString());
  }

  /** Programs that know no missing integer write 1.0, and some large ones as 1e+05. */
  private static Optional<BigDecimal> number(Object value) {
    return value instanceof Number number
        ? Optional.of(new BigDecimal(number.toString()))
        : Optional.of(value.toString().strip())
            .filter(text -> NUMBER.matcher(text).matches())
            .map(BigDecimal::new);
  }

  /** Whether a number is one of floating point that may have been another integer. */
  static boolean isRounded(Object value) {
    boolean floating =
        value instanceof Number
            ? value instanceof Double || value instanceof Float
            : value.toString().chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E');
    return floating
        && number(value).filter(number -> number.abs().compareTo(MOST_EXACT) > 0).isPresent();
  }

  /** What tokens of a value are made of, as it is and as it is compared. */
  String tokenText(Object value, String compared) {
    if (kind != Kind.KEY) {
      return compared;
    }
    List<@Nullable Object> key = new ArrayList<>();
    key.add(
        column.type() == Column.Type.INTEGER
            ? integer(compared)
            : column.type() == Column.Type.UUID ? compared : value.toString());
    return new RowValues(key).encode();
  }

  /** A primary key with a compared value. */
  RowValues keyOf(String compared) {
    List<@Nullable Object> key = new ArrayList<>();
    key.add(column.type() == Column.Type.INTEGER ? integer(compared) : compared);
    return new RowValues(key);
  }

  private static Object integer(String digits) {
    BigInteger number = new BigInteger(digits);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }
}
