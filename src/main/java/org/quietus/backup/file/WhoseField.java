package org.quietus.backup.file;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** Whether values of it may be such that nobody can compare them here. */
  boolean isNumberOrKey() {
    return isStrong() && (kind == Kind.KEY || isText());
  }

  /** Of which kind tokens of its values are; empty for a tenant. */
  Optional<TokenKind> tokenKind() {
    return kind == Kind.KEY ? Optional.of(TokenKind.ROW_KEY) : type.map(TokenKind::of);
  }

  /** The values that a record has, as they are compared with some that are sought. */
  Set<String> values(Row row, Set<String> sought) throws UnsupportedDump {
    Set<String> values = new LinkedHashSet<>();
    for (int place : places) {
      for (@Nullable Object value : row.values(place)) {
        values.addAll(new FieldForms(this).told(value, sought));
      }
    }
    return values;
  }

  /** Everything that a value is compared as: what is in none of it is not what is sought. */
  Set<String> forms(@Nullable Object value) {
    return new FieldForms(this).all(value);
  }

  /**
   * Whether a record tells some values by no more than what may be the rest of a telephone number,
   * or by a text that may itself be somebody's without what stands around it.
   */
  boolean isGuessed(Row row, Set<String> some) throws UnsupportedDump {
    FieldForms forms = new FieldForms(this);
    boolean guessed = false;
    for (int place : places) {
      for (@Nullable Object value : row.values(place)) {
        if (forms.isCertain(value, some)) {
          return false;
        }
        guessed |= forms.all(value).stream().anyMatch(some::contains);
      }
    }
    return guessed;
  }

  /** The values that a record has, as they are compared. */
  Set<String> values(Row row) throws UnsupportedDump {
    return values(row, Set.of());
  }

  /** A value as it is compared; empty if it is none. */
  Optional<String> normalised(@Nullable Object value) {
    if (value == null || value == Row.NESTED) {
      return Optional.empty();
    }
    return switch (kind) {
      case IDENTIFIER -> identifier(value);
      case TENANT -> tenant(value);
      case KEY -> key(value);
    };
  }

  /**
   * Letter for letter, whatever a collation takes for the same; a number that is not one, or may be
   * two, tells of no tenant for certain.
   */
  private Optional<String> tenant(Object value) {
    return isText() ? Optional.of(spelled(value)).filter(text -> !text.isBlank()) : key(value);
  }

  private Optional<String> identifier(Object value) {
    if (type.orElseThrow() != IdentifierType.PHONE) {
      return type.orElseThrow().plausible(spelled(value));
    }
    return isRounded(value) || WholeNumber.meant(value).isPresent() || WholeNumber.isFloating(value)
        ? asWhole(value)
        : type.orElseThrow().plausible(value.toString());
  }

  /** What a program took for a number, without the decimals or exponent that it wrote. */
  Optional<String> asWhole(@Nullable Object value) {
    if (!isText() || value == null || isRounded(value)) {
      return Optional.empty();
    }
    Optional<String> whole = WholeNumber.meant(value);
    return switch (kind) {
      case KEY -> whole.flatMap(this::compared);
      case IDENTIFIER -> whole.flatMap(type.orElseThrow()::plausible);
      case TENANT -> whole;
    };
  }

  /** Whether it is an identifier that the database holds as a number, which has no zeros before. */
  boolean isIntegerId() {
    return type.filter(IdentifierType.ID::equals).isPresent()
        && column.type() == Column.Type.INTEGER;
  }

  /** Whether it is text in the database, and programs may have taken it for a number. */
  boolean isText() {
    return switch (kind) {
      case IDENTIFIER -> type.orElseThrow() != IdentifierType.EMAIL;
      case KEY, TENANT -> column.type() != Column.Type.INTEGER && column.type() != Column.Type.UUID;
    };
  }

  private static String spelled(Object value) {
    return value instanceof Number
        ? WholeNumber.of(value).orElseGet(value::toString)
        : value.toString();
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
    if (kind != Kind.TENANT) {
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
        if (isUncompared(value) || forms(value).stream().anyMatch(some::contains)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isUncompared(Object value) {
    boolean letters = kind == Kind.KEY && column.type() != Column.Type.INTEGER;
    boolean integer = kind == Kind.KEY && column.type() == Column.Type.INTEGER;
    boolean twofold = (integer || isIntegerId()) && WholeNumber.mayBeTwo(value);
    return twofold
        || (isStrong() && isRounded(value))
        || (letters && compared(spelled(value)).isEmpty())
        || new FieldForms(this).bare(value).stream().anyMatch(this::isUncompared);
  }

  private Optional<String> key(Object value) {
    if (column.type() != Column.Type.INTEGER) {
      String text = spelled(value);
      Optional<String> uuid =
          column.type() == Column.Type.UUID ? Readings.uuid(text) : Optional.empty();
      return uuid.or(() -> compared(text)).filter(key -> !key.isBlank());
    }
    if (value instanceof Long number) {
      return Optional.of(number.toString());
    }
    return isRounded(value) ? Optional.empty() : WholeNumber.of(value);
  }

  /** Whether a number may have been another one. */
  boolean isRounded(Object value) {
    return isText()
        ? WholeNumber.isSurelyRounded(value)
        : kind == Kind.KEY && WholeNumber.isRounded(value);
  }

  /** What tokens of a value are made of, as it is compared. */
  String tokenText(String compared) {
    return kind == Kind.KEY ? keyOf(compared).encode() : compared;
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
