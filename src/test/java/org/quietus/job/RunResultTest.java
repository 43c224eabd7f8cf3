package org.quietus.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunResultTest {

  @Test
  void whatTwoRunsOfOneCommandBothSayIsSaidOnce() {
    RunResult both = result("1 row stays", "first").then(result("1 row stays", "second"));

    assertThat(both.messages()).containsExactly("1 row stays", "first", "second");
  }

  private static RunResult result(String... messages) {
    return new RunResult("r", 0, "COMPLETE", Map.of(), Set.of(), List.of(), List.of(messages));
  }
}
