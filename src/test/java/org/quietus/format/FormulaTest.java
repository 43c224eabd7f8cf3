package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"' a  b ',a  b", "'a \n','a \n'", "'   ',''", "'',''", "'\ta ','\ta'", "'a',a"})
  void trimsSpacesAloneAsDatabasesDo(String text, String trimmed) {
    assertThat(trim(text)).isEqualTo(trimmed);
  }

  @Test
  void trimsALongRunOfSpacesInNoTime() {
    String text = "a" + " ".repeat(1_000_000) + "b";
    assertThat(CompletableFuture.supplyAsync(() -> trim(text + " ")))
        .succeedsWithin(Duration.ofSeconds(20))
        .isEqualTo(text);
  }

  private static String trim(String text) {
    Formula call =
        new Formula.Call(
            Formula.Function.named("trim", 1).orElseThrow(), List.of(new Formula.Text(text)));
    try {
      return String.valueOf(call.compute(column -> Optional.empty()).orElseThrow().text());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
