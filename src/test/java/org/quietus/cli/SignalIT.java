package org.quietus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.testing.JarProcess;

/** A signal ends the finished jar in the way that every stop of a run ends, however early. */
class SignalIT {
  private static final String JOB =
      """
      quietus: 1
      job: nowhere
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "file:///nowhere/evidence", keys: /nowhere/keys }
      databases:
        crm: { url: "jdbc:mysql://127.0.0.1:1/crm", username: nobody, password: "", zone: Europe/Berlin }
      retention:
        old: { records: crm.visit, keep: P6M, from: visited_at, then: delete }
      """;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileTheDatabaseIsDown(boolean ctrlC, @TempDir Path directory) throws Exception {
    Path job = Files.writeString(directory.resolve("job.yaml"), JOB);
    JarProcess run = JarProcess.start(directory, Map.of(), "run", job.toString(), "--wait", "PT1M");
    while (!run.output().contains("waiting up to") && run.isRunning()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }

    if (ctrlC) {
      run.interrupt();
    } else {
      run.terminate();
    }

    assertThat(run.exitCode()).as(run.output()).isEqualTo(4);
    assertThat(run.output()).contains("stopped; run the same command to continue");
  }
}
