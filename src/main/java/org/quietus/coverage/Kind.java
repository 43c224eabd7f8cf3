package org.quietus.coverage;

import static org.quietus.catalog.Column.Type.BINARY;
import static org.quietus.catalog.Column.Type.BOOLEAN;
import static org.quietus.catalog.Column.Type.DATE;
import static org.quietus.catalog.Column.Type.DATETIME;
import static org.quietus.catalog.Column.Type.DECIMAL;
import static org.quietus.catalog.Column.Type.ENUM;
import static org.quietus.catalog.Column.Type.FLOAT;
import static org.quietus.catalog.Column.Type.INTEGER;
import static org.quietus.catalog.Column.Type.JSON;
import static org.quietus.catalog.Column.Type.OTHER;
import static org.quietus.catalog.Column.Type.POINT;
import static org.quietus.catalog.Column.Type.TEXT;
import static org.quietus.catalog.Column.Type.TIMESTAMP;
import static org.quietus.catalog.Column.Type.UUID;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.quietus.catalog.Column;

/** A kind of personal data, and which types of columns can hold it. */
public enum Kind {
  EMAIL("e-mail address", 6, TEXT, JSON, BINARY, OTHER),
  PHONE("telephone number", 6, TEXT, INTEGER, DECIMAL, JSON, BINARY, OTHER),
  CONTACT("contact", 6, TEXT, JSON, BINARY, OTHER),
  NAME("name", 2, TEXT, JSON, BINARY, OTHER),
  ALIAS("alias", 2, TEXT, JSON, BINARY),
  ACCOUNT("account", 2, TEXT, INTEGER, DECIMAL, UUID, JSON, BINARY, OTHER),
  BIRTH("age", 4, DATE, DATETIME, TIMESTAMP, INTEGER, DECIMAL, TEXT, BINARY),
  BIRTHPLACE("place of birth", 2, TEXT, INTEGER, JSON),
  ID_NUMBER("official number", 4, TEXT, INTEGER, DECIMAL, BINARY, JSON),
  BANK_ACCOUNT("bank account", 4, TEXT, INTEGER, DECIMAL, BINARY, JSON),
  CARD("payment card", 3, TEXT, INTEGER, DECIMAL, BINARY, JSON),
  MONEY("income", 1, INTEGER, DECIMAL, FLOAT, TEXT, ENUM, OTHER),
  ADDRESS("address", 3, TEXT, JSON, BINARY, INTEGER, OTHER),
  IP("network address", 4, TEXT, BINARY, INTEGER, DECIMAL, OTHER),
  LOCATION("location", 3, POINT, FLOAT, DECIMAL, TEXT, JSON, OTHER),
  HEALTH("health", 1, TEXT, ENUM, JSON, BINARY, BOOLEAN, INTEGER, OTHER),
  SPECIAL("special category", 1, TEXT, ENUM, JSON, BINARY, BOOLEAN, INTEGER, OTHER),
  BIOMETRIC("biometrics", 1, TEXT, BINARY, JSON, OTHER),
  GENDER("gender", 1, TEXT, ENUM, INTEGER, BOOLEAN),
  FAMILY("family", 1, TEXT, ENUM, INTEGER, JSON),
  DEVICE("device", 4, TEXT, INTEGER, DECIMAL, UUID, JSON, BINARY, OTHER),
  VEHICLE("vehicle", 4, TEXT),
  PICTURE("picture or sound", 1, TEXT, BINARY, OTHER),
  SIGNATURE("signature", 1, TEXT, BINARY, OTHER),
  CREDENTIAL("credential", 4, TEXT, BINARY),
  WORK("work", 2, TEXT, ENUM, JSON, BINARY, OTHER),
  FREE_TEXT("text", 40, TEXT, JSON),
  ACTOR("person who acts", 1, TEXT, INTEGER, UUID, DECIMAL),
  LARGE("large value", 1_000, TEXT, JSON, BINARY),
  LOG("log", 200, TEXT, JSON, BINARY, OTHER),
  REFERENCE("reference", 1, Column.Type.values()),
  DATABASE_COPY("copy", 1, Column.Type.values()),
  DECLARED("declared", 1, Column.Type.values());

  private final String words;
  private final long shortest;
  private final Set<Column.Type> types;

  Kind(String words, long shortest, Column.Type... types) {
    this.words = words;
    this.shortest = shortest;
    this.types = EnumSet.copyOf(Arrays.asList(types));
  }

  /** The kind of that name in the list of names, e.g. {@code bank-account}. */
  static Kind of(String code) {
    return code.equals("text")
        ? FREE_TEXT
        : valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Whether a column can hold it, by its type and length. */
  boolean fits(Column column) {
    boolean small =
        column.type() == Column.Type.INTEGER
            && (this == PHONE || this == CARD)
            && !column.typeName().toLowerCase(Locale.ROOT).contains("big");
    return types.contains(column.type())
        && !small
        && (column.length() == 0
            || column.length() >= shortest
            || (column.type() != Column.Type.TEXT && column.type() != Column.Type.BINARY));
  }

  /** What it is, for people. */
  @Override
  public String toString() {
    return words;
  }
}
