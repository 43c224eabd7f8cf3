package org.quietus.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.catalog.Column;

/** Which columns take the same values for equal, so that one may lead to the other. */
class ComparisonTest {

  private static Comparison of(Column.Type type, String typeName, String collation) {
    return Comparison.of(
        new Column("c", type, typeName, 0, true, false, false, false, List.of(), named(collation)));
  }

  private static Optional<String> named(String collation) {
    return Optional.of(collation).filter(name -> !name.isEmpty());
  }

  private static Comparison text(String collation) {
    return of(Column.Type.TEXT, "varchar(36)", collation);
  }

  @ParameterizedTest
  @CsvSource({
    "utf8mb4_general_ci,latin1_swedish_ci",
    "utf8mb4_bin,ascii_bin",
    "utf8mb4_0900_ai_ci,utf8mb4_0900_as_ci"
  })
  void textIsComparedAlikeWithTheSameCaseAndSpaces(String one, String other) {
    assertThat(text(one)).isEqualTo(text(other));
  }

  @ParameterizedTest
  @CsvSource({
    "ascii_bin,utf8mb4_0900_ai_ci",
    "utf8mb4_general_ci,utf8mb4_0900_ai_ci",
    "utf8mb4_bin,utf8mb4_0900_bin",
    "utf8mb4_0900_as_cs,utf8mb4_0900_ai_ci"
  })
  void textIsComparedDifferentlyInCaseOrInSpacesAtTheEnd(String one, String other) {
    assertThat(text(one)).isNotEqualTo(text(other));
  }

  @Test
  void postgresComparesCharactersOfAFixedLengthWithoutSpacesAtTheEnd() {
    Comparison fixed = of(Column.Type.TEXT, "character(5)", "");
    assertThat(fixed).isEqualTo(of(Column.Type.TEXT, "character(9)", ""));
    assertThat(fixed).isNotEqualTo(of(Column.Type.TEXT, "character varying(5)", ""));
    Column column =
        new Column(
            "c",
            Column.Type.TEXT,
            "character(5)",
            5,
            true,
            false,
            false,
            false,
            List.of(),
            named(""));
    assertThat(DumpValues.canonical("ab   ", column)).isEqualTo("ab");
  }

  @Test
  void numbersTextAndBytesAreComparedDifferently() {
    Comparison number = of(Column.Type.INTEGER, "int", "");
    assertThat(number).isEqualTo(of(Column.Type.INTEGER, "bigint unsigned", ""));
    assertThat(number).isEqualTo(of(Column.Type.DECIMAL, "decimal(10,0)", ""));
    assertThat(number).isNotEqualTo(text("utf8mb4_bin"));
    assertThat(number).isNotEqualTo(of(Column.Type.FLOAT, "double", ""));
    assertThat(text("utf8mb4_0900_bin")).isNotEqualTo(of(Column.Type.BINARY, "binary(16)", ""));
    assertThat(text("utf8mb4_general_ci")).isNotEqualTo(of(Column.Type.UUID, "uuid", ""));
  }
}
