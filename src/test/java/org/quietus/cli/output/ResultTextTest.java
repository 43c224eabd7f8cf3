package org.quietus.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.job.RunResult;

class ResultTextTest {

  @Test
  void theRunStandsAboveItsRows() {
    assertThat(ResultText.of(run("4ever", "COMPLETE"))).startsWith("Run 4ever: COMPLETE\n");
  }

  /** Else the rows of one would be taken for those of the other, whose certificate knows none. */
  @Test
  void bothRunsStandAboveTheRowsOfBoth() {
    RunResult both = run("cut5hort", "COMPLETE_WITH_RESIDUALS").then(run("4ever", "COMPLETE"));

    assertThat(ResultText.of(both))
        .startsWith("Runs cut5hort (resumed) and 4ever together: COMPLETE_WITH_RESIDUALS\n");
  }

  private static RunResult run(String id, String outcome) {
    return new RunResult(id, 0, outcome, Map.of(), Set.of(), List.of(), List.of());
  }
}
