package org.quietus.backup.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Column;
import org.quietus.subject.IdentifierType;

/**
 * Digests that an earlier version of the program made are asked by a later one: both have to
 * compare alike, or not to know each other's.
 */
class RecordValuesTest {
  private static final List<Object> WRITTEN =
      List.of(
          " C17@Example.ORG ",
          "Jo\u0308rg@example.org",
          "+49 151 123-45",
          "0049 15112345",
          "4.915112345E9",
          "17",
          "017",
          "17.0",
          "1.234",
          "1 234 567",
          17L,
          17.0,
          new BigDecimal("17.00"),
          "AB-1 ",
          "ab-1",
          "DE89 3704 0044 0532 0130 00",
          "550E8400-E29B-41D4-A716-446655440000");

  /** Each kind of field beside what its values are compared by. */
  private static List<String> compared() {
    List<WhoseField> fields = new ArrayList<>();
    for (Column.Type type : List.of(Column.Type.INTEGER, Column.Type.TEXT, Column.Type.UUID)) {
      fields.add(field(type, WhoseField.Kind.KEY, Optional.empty()));
    }
    for (IdentifierType type : IdentifierType.values()) {
      fields.add(field(Column.Type.TEXT, WhoseField.Kind.IDENTIFIER, Optional.of(type)));
    }
    return fields.stream()
        .map(
            field ->
                field.column().type()
                    + field.type().map(type -> " " + type).orElse("")
                    + " "
                    + WRITTEN.stream().map(value -> field.forms(value)).toList())
        .toList();
  }

  private static WhoseField field(
      Column.Type type, WhoseField.Kind kind, Optional<IdentifierType> identifier) {
    Column column = new Column("x", type, "x", 60, false, false, false, false, List.of());
    return new WhoseField(column, kind, identifier, List.of(0));
  }

  @Test
  void valuesAreComparedAsUnderTheFormThatFiltersWereMadeIn() {
    assertThat(String.join("\n", compared()))
        .as("if this is meant to change, raise RecordValues.FORM with it")
        .isEqualTo(
            """
            INTEGER [[], [], [], [], [4915112345], [17], [17], [17], [], [1234567], [17], [17], [17], [], [], [], []]
            TEXT [[ C17@Example.ORG , C17@Example.ORG], [Jörg@example.org], [+49 151 123-45], [0049 15112345], [4.915112345E9, 4915112345], [17], [017], [17.0, 17], [1.234], [1 234 567], [17], [17], [17], [AB-1 , AB-1], [ab-1], [DE89 3704 0044 0532 0130 00], [550E8400-E29B-41D4-A716-446655440000]]
            UUID [[ c17@example.org , c17@example.org], [jörg@example.org], [+49 151 123-45], [0049 15112345], [4.915112345e9], [17], [017], [17.0], [1.234], [1 234 567], [17], [17], [17], [ab-1 , ab-1], [ab-1], [de89 3704 0044 0532 0130 00], [550e8400-e29b-41d4-a716-446655440000]]
            TEXT EMAIL [[c17@example.org], [jörg@example.org], [], [], [], [], [], [], [], [], [], [], [], [], [], [], []]
            TEXT PHONE [[], [], [+4915112345, 4915112345], [+4915112345, 4915112345], [4915112345, +4915112345, 04915112345], [], [], [], [], [1234567, +1234567, 01234567], [], [], [], [], [], [], []]
            TEXT ID [[C17@Example.ORG], [Jörg@example.org], [+49 151 123-45], [0049 15112345], [4.915112345E9, 4915112345], [17], [017], [17.0, 17], [1.234], [1 234 567], [17], [17], [17], [AB-1], [ab-1], [DE89 3704 0044 0532 0130 00], [550E8400-E29B-41D4-A716-446655440000, 550e8400-e29b-41d4-a716-446655440000, 550e8400e29b41d4a716446655440000, 550E8400E29B41D4A716446655440000]]
            TEXT TEXT [[C17@Example.ORG], [Jörg@example.org], [+49 151 123-45], [0049 15112345], [4.915112345E9, 4915112345], [17], [017], [17.0, 17], [1.234], [1 234 567], [17], [17], [17], [AB-1], [ab-1], [DE89 3704 0044 0532 0130 00], [550E8400-E29B-41D4-A716-446655440000]]
            """
                .strip());
  }
}
