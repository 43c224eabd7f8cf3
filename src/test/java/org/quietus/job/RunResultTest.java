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

  @Test
  void whatIsOfSeveralRunsNamesEachOfThem() {
    RunResult all = named("first").then(named("second")).then(named("third"));

    assertThat(all.runId()).isEqualTo("third");
    assertThat(all.resumed()).containsExactly("first", "second");
    assertThat(named("only").resumed()).isEmpty();
  }

  private static RunResult named(String run) {
    return new RunResult(run, 0, "COMPLETE", Map.of(), Set.of(), List.of(), List.of());
  }

  private static RunResult result(String... messages) {
    return new RunResult("r", 0, "COMPLETE", Map.of(), Set.of(), List.of(), List.of(messages));
  }
}
