package org.quietus.anonymise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableAnonymisationTest {
  private static final Strategy RANDOM = new RandomShape(Optional.empty());

  @Test
  void isDoneWhenEveryColumnIs() {
    TableAnonymisation both =
        new TableAnonymisation(
            Map.of("name", new Redact(), "email", new SetNull()), Optional.empty());
    Map<String, Object> row = new HashMap<>(Map.of("name", "***"));
    assertThat(both.done(row)).isTrue();
    row.put("email", "ann@example.invalid");
    assertThat(both.done(row)).isFalse();
  }

  @Test
  void isDoneWhenMarkedWhateverTheColumnsHold() {
    TableAnonymisation marked =
        new TableAnonymisation(Map.of("name", new Redact()), Optional.of("at"));
    assertThat(marked.done(Map.of("name", "***"))).isFalse();
    assertThat(marked.done(Map.of("name", "Ann", "at", "2024-01-01"))).isTrue();
  }

  @Test
  void refusesWhatNothingCanTellWhenDone() {
    assertThat(TableAnonymisation.undecidable(Map.of("name", RANDOM))).containsExactly("name");
    assertThatThrownBy(() -> new TableAnonymisation(Map.of("name", RANDOM), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new TableAnonymisation(Map.of("name", RANDOM), Optional.of("at")).constant())
        .isFalse();
  }

  @Test
  void refusesAMarkThatIsAnonymisedAndAnEmptyList() {
    assertThatThrownBy(() -> new TableAnonymisation(Map.of("at", new SetNull()), Optional.of("at")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TableAnonymisation(Map.of(), Optional.of("at")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
