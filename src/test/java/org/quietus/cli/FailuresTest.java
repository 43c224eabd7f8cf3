package org.quietus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.cli.demo.DemoDirectory;
import org.quietus.cli.input.Sessions;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.DatabaseDown;
import org.quietus.job.RunFailure;
import org.quietus.job.Unreached;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.Problem;

class FailuresTest {
  private static final Problem DOWN =
      new Problem("REFUSED", "job.yaml", 7, "refuses the connection", "start it");

  @TempDir static Path directory;
  private static String job = "";

  private final FakeSession session = new FakeSession();
  private final CommandRun quietus = new CommandRun(session);

  @BeforeAll
  static void writeJobFile() throws Exception {
    DemoDirectory demo = new DemoDirectory(directory);
    demo.prepare(CommandRun.CLOCK);
    job = demo.job().toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "rnu job.yaml", "run x --slots many", "plan x --onyl backups"})
  void keepsAUsageErrorOnTheScreen(String line) {
    quietus.run(line.split(" "));
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(quietus.err()).contains("--help'").hasLineCount(2);
  }

  @Test
  void proposesTheOptionThatWasMeant() {
    assertThat(quietus.run("plan", job, "--onyl", "backups").err())
        .contains("did you mean: --only");
  }

  @Test
  void saysThatNoSpaceIsLeftRatherThanAskForAReport() {
    IOException full = new IOException("No space left on device");
    for (Exception failure :
        List.of(
            full,
            new UncheckedIOException(full),
            new UncheckedIOException("cannot write the file: No space left on device", full))) {
      Failure said = Failure.of(failure);
      assertThat(said.code()).isEqualTo(ExitCode.REFUSED);
      assertThat(said.lines()).singleElement().asString().contains("No space left on device");
      assertThat(said.lines().toString()).doesNotContain("report", "Exception");
    }
  }

  @Test
  void saysWhatCannotBeWrittenInTheWordsOfWhoeverFoundOut() {
    IOException readOnly =
        new FileSystemException("/evidence/.1.draft", null, "Read-only file system");
    String told = "the evidence store cannot be written: /evidence/mirror: Read-only file system";
    assertThat(Failure.of(new UncheckedIOException(told, readOnly)).lines()).containsExactly(told);
    assertThat(Failure.of(readOnly).lines())
        .containsExactly("/evidence/.1.draft: read-only file system");
    assertThat(RunFailure.stripped("certify", new UncheckedIOException(told, readOnly)))
        .hasMessage("certify: " + told);
    assertThat(RunFailure.stripped("certify", new UncheckedIOException(readOnly)))
        .hasMessage("certify: UncheckedIOException");
  }

  @Test
  void printsAFailureAsJsonWhereJsonWasAskedFor() {
    session.invalid = new InvalidInput(List.of(DOWN));
    quietus.run("plan", job, "--json");
    assertThat(quietus.json().at("/exitCode").asInt()).isEqualTo(2);
    assertThat(quietus.json().at("/problems/0/id").asString()).isEqualTo("REFUSED");
    assertThat(quietus.json().at("/problems/0/line").asInt()).isEqualTo(7);
    assertThat(quietus.err()).contains("job.yaml:7: refuses the connection");
    assertThat(quietus.run("plan", job).out()).isEmpty();
  }

  @Test
  void printsABugAsJsonWithoutTheValuesInItsMessage() {
    session.failing = new IllegalStateException("jo@example.com is odd");
    quietus.run("status", job, "--json");
    assertThat(quietus.json().at("/exitCode").asInt()).isEqualTo(1);
    assertThat(quietus.out()).contains("IllegalStateException").doesNotContain("jo@example.com");
  }

  @Test
  void printsAUsageErrorAsJson() {
    quietus.run("run", job, "--json", "--slots", "many");
    assertThat(quietus.json().at("/exitCode").asInt()).isEqualTo(2);
    assertThat(quietus.json().at("/problems/0/id").asString()).isEqualTo("USAGE");
  }

  @Test
  void everyCommandThatTakesJsonAnswersAMissingJobFileInJson() {
    for (String command : CommandRun.EVERY_COMMAND) {
      if (quietus.run((command + " --help").split(" ")).out().contains("--json")) {
        quietus.run((command + " --json --no-such-option").split(" "));
        assertThat(quietus.json().at("/exitCode").asInt()).as(command).isEqualTo(2);
      }
    }
  }

  @Test
  void endsWithACodeThatSchedulersRetryWhileTheDatabaseIsDown() {
    CommandRun down =
        new CommandRun(failingWith(new DatabaseDown(List.of(new Unreached(DOWN, true)))));
    assertThat(down.run("run", job).exitCode()).isEqualTo(4);
    assertThat(down.err())
        .contains("job.yaml:7: refuses the connection", "run the same command to continue");
    assertThat(down.run("validate", job, "--json").exitCode()).isEqualTo(4);
    assertThat(down.json().at("/exitCode").asInt()).isEqualTo(4);
    assertThat(down.json().at("/problems/0/id").asString()).isEqualTo("REFUSED");
  }

  @Test
  void waitsForADatabaseThatIsDownForAsLongAsItMay() {
    Deque<RuntimeException> failures =
        new ArrayDeque<>(
            List.of(
                new DatabaseDown(List.of(new Unreached(DOWN, true))),
                new DatabaseDown(List.of(new Unreached(DOWN, true)))));
    CommandRun waiting =
        new CommandRun(
            (read, clock) -> {
              if (!failures.isEmpty()) {
                throw failures.pop();
              }
              return session.of(read);
            });
    assertThat(waiting.run("run", job, "--wait", "PT20S").exitCode()).as(waiting.err()).isZero();
    assertThat(waiting.err())
        .containsOnlyOnce("refuses the connection; start it [REFUSED]; waiting");
    assertThat(session.ran).isNotNull();
  }

  @Test
  void givesUpWaitingWhenTheTimeIsOver() {
    CommandRun down =
        new CommandRun(failingWith(new DatabaseDown(List.of(new Unreached(DOWN, true)))));
    assertThat(down.run("run", job, "--wait", "PT0.3S").exitCode()).isEqualTo(4);
  }

  @Test
  void saysWhyAFileCouldNotBeRead() {
    Path missing = directory.resolve("no-such.yaml");
    assertThat(Files.exists(missing)).isFalse();
    assertThat(quietus.run("validate", missing.toString()).exitCode()).isEqualTo(2);
  }

  private static Sessions failingWith(RuntimeException failure) {
    return (read, clock) -> {
      throw failure;
    };
  }
}
