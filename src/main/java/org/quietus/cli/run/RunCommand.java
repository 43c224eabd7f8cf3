package org.quietus.cli.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.Progress;
import org.quietus.cli.output.ResultText;
import org.quietus.job.Concern;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.run.batch.SignalExit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a job. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    header = {"Removes what is due, and certifies it.", ""},
    description = {
      "Removes what is due, reads everything again, and issues certificates. A run that was killed"
          + " or failed is resumed by the same command, under the cutoffs it began with."
    },
    footer = {
      "",
      "Examples:",
      "  quietus run jobs/crm.yaml",
      "  quietus run jobs/crm.yaml --only retention",
      "  quietus run jobs/crm.yaml --wait PT30M      if another run may still be at it"
    })
public final class RunCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;
  @Mixin private ScopeOption only;
  @Mixin private JsonOption output;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description =
          "How long to wait while another run holds the lock or the database is down, e.g. PT30M."
              + " Default: not at all.")
  private Optional<Duration> wait;

  @Option(
      names = "--wind-down",
      description =
          "Close the service: erase every person, once the time after 'wind-down: notice' is over."
              + " Needs an approval of its own.")
  private boolean windDown;

  @Option(
      names = "--fail-on",
      paramLabel = "CONCERN",
      split = ",",
      description =
          "Exit with 8 rather than 0 if something is left of this kind: held, residual or overdue;"
              + " several with commas between them.")
  private Set<Concern> failOn = EnumSet.noneOf(Concern.class);

  @Mixin private SlotsOption slots;

  public RunCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    int workers = slots.count();
    if (windDown && only.scopes().size() < Scope.values().length) {
      throw new Refusal("--wind-down is of the whole job; leave --only out");
    }
    PrintWriter err = command.commandLine().getErr();
    try (SignalExit onSignal = SignalExit.begin(err::println);
        JobSession session = job.open(surroundings, wait.orElse(Duration.ZERO), err::println);
        Progress progress = surroundings.progress(err)) {
      RunResult result =
          session.run(new RunOptions(only.scopes(), wait, workers, windDown), progress);
      progress.close();
      output.print(result, out -> out.print(ResultText.of(result)));
      boolean concerned = result.concerns().stream().anyMatch(failOn::contains);
      return concerned && result.exitCode() == ExitCode.OK.code()
          ? ExitCode.PARTIAL.code()
          : result.exitCode();
    }
  }
}
