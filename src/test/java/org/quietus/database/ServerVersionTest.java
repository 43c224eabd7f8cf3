package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {

  @ParameterizedTest
  @CsvSource({
    "8.0.13, true",
    "8.0.14, true",
    "8.0.12, false",
    "8.1.0, true",
    "7.9.99, false",
    "9.0.0, true",
    "5.7.44, false",
  })
  void isAtLeastItselfAndWhatIsEarlier(String version, boolean atLeast) {
    assertThat(ServerVersion.in(version).atLeast(8, 0, 13)).isEqualTo(atLeast);
  }

  @Test
  void standsSomewhereInWhatTheServerSaysOfItself() {
    assertThat(ServerVersion.in("11.4.5-MariaDB-ubu2404")).hasToString("11.4.5");
    assertThat(ServerVersion.in("2.4 (2025-09-22)")).hasToString("2.4.0");
    assertThatThrownBy(() -> ServerVersion.in("unknown"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
