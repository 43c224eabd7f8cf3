package org.quietus.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text keys are the same where the server says so, and refused where only it can say. */
class KeyTextTest {

  private static Optional<String> of(String text, String collation) {
    return KeyText.of(text, collation);
  }

  @ParameterizedTest
  @CsvSource({
    "utf8mb4_general_ci",
    "utf8mb4_unicode_ci",
    "latin1_swedish_ci",
    "utf8mb3_unicode_520_ci",
    "utf8mb4_uca1400_ai_ci",
    "uca1400_ai_ci"
  })
  void withoutCaseAndWithoutSpacesAtTheEnd(String collation) {
    assertThat(of("Ab1", collation)).isPresent();
    assertThat(of("AB1", collation)).isEqualTo(of("Ab1", collation));
    assertThat(of("ab1 ", collation)).isEqualTo(of("Ab1", collation));
    assertThat(of(" ab1", collation)).isNotEqualTo(of("Ab1", collation));
  }

  @ParameterizedTest
  @CsvSource({"utf8mb4_0900_ai_ci", "utf8mb4_general_nopad_ci", "uca1400_nopad_ai_ci"})
  void withSpacesAtTheEndWhereNothingIsPadded(String collation) {
    assertThat(of("AB1", collation)).isEqualTo(of("Ab1", collation));
    assertThat(of("ab1 ", collation)).isNotEqualTo(of("Ab1", collation));
  }

  @Test
  void citextIsOfAnyCaseWithSpacesAtTheEnd() {
    assertThat(of("AB1", "citext")).isPresent().isEqualTo(of("ab1", "citext"));
    assertThat(of("ab1 ", "citext")).isPresent().isNotEqualTo(of("ab1", "citext"));
  }

  @ParameterizedTest
  @CsvSource({"utf8mb4_bin", "utf8mb4_0900_as_cs", "binary"})
  void withCase(String collation) {
    assertThat(of("AB1", collation)).isPresent().isNotEqualTo(of("Ab1", collation));
  }

  @ParameterizedTest
  @CsvSource({
    "citext,\u00e9",
    "citext,Iris",
    "nondeterministic case_ci,1-2",
    "nondeterministic utf8mb4_bin,a",
    "utf8mb4_general_ci,\u00e9",
    "utf8mb4_turkish_ci,Iris",
    "utf8mb4_tr_0900_ai_ci,Iris",
    "utf8mb4_la_0900_ai_ci,julius",
    "utf8mb4_es_trad_0900_as_cs,chico",
    "utf8mb4_0900_ai_ci,a\u0001b",
    "utf8mb4_general_ci,\uD83D\uDE00"
  })
  void refusesWhatOnlyTheServerCanCompare(String collation, String text) {
    assertThat(of(text, collation)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"utf8mb4_bin,\u00e9", "utf8mb4_turkish_ci,10-2", "utf8mb4_general_ci,\u738b"})
  void takesWhatEveryCollationComparesAlike(String collation, String text) {
    assertThat(of(text, collation)).contains(text);
  }
}
