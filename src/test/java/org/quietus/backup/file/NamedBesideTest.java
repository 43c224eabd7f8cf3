package org.quietus.backup.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.catalog.Column;
import org.quietus.subject.IdentifierType;

class NamedBesideTest {
  private static final NamedBeside PERSON =
      new NamedBeside(
          Map.of(
              field(IdentifierType.ID),
              Set.of("ACC-4711X"),
              field(IdentifierType.PHONE),
              Set.of("+4915112345"),
              field(IdentifierType.EMAIL),
              Set.of("jo@example.org")));

  private static WhoseField field(IdentifierType type) {
    Column column =
        new Column("x", Column.Type.TEXT, "x", 60, false, false, false, false, List.of());
    return new WhoseField(
        column, WhoseField.Kind.IDENTIFIER, Optional.of(type), List.of(type.ordinal()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exports/ACC-4711X/a.csv",
        "exports/of_ACC-4711X.csv",
        "exports/acc-4711x.csv",
        "exports/+4915112345.csv",
        "exports/4915112345.csv",
        "exports/0049 151 12345/a.csv",
        "exports/Jo%40Example.org.csv",
      })
  void anObjectsKeyNamesAPersonAsNamesOfFilesAreWritten(String key) {
    assertThat(PERSON.isInKey(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exports/ACC-4711.csv", "exports/491511234.csv", "jo@example.com"})
  void anObjectsKeyNamesNobodyElse(String key) {
    assertThat(PERSON.isInKey(key)).isFalse();
  }
}
