package org.quietus.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void alignsTextToTheLeftAndNumbersToTheRight() {
    assertThat(new TextTable("name", "rows").row("a", 5L).row("longer", 12_345L).toString())
        .isEqualTo("  name      rows\n  a            5\n  longer  12,345\n");
  }

  @Test
  void showsWhatIsNotThereAsADash() {
    assertThat(
            new TextTable("rows", "day")
                .row(Optional.of(7L), Optional.empty())
                .row(Optional.empty(), Optional.of("Monday"))
                .toString())
        .isEqualTo("  rows  day\n     7  -\n     -  Monday\n");
  }
}
