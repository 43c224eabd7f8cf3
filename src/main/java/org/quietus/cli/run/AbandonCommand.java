package org.quietus.cli.run;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.IdArgument;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives an unfinished run up. */
@Command(
    name = "abandon",
    mixinStandardHelpOptions = true,
    header = {"Gives an unfinished run up.", ""},
    description = {
      "Gives an unfinished run up, so that the next one starts under the job file as it is now."
          + " What the run did stays done, and is certified with its counts, as FAILED."
    },
    footer = {"", "Example:", "  quietus abandon jobs/crm.yaml RUN     ('status' names the run)"})
public final class AbandonCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;

  @Parameters(
      index = "1",
      paramLabel = "RUN",
      converter = IdArgument.class,
      description = "The id of the unfinished run.")
  private String run;

  public AbandonCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Optional<String> uncertified;
    try (JobSession session = job.open(surroundings)) {
      uncertified = session.abandon(run);
    }
    PrintWriter err = command.commandLine().getErr();
    uncertified.ifPresent(err::println);
    err.flush();
    PrintWriter out = command.commandLine().getOut();
    out.println("abandoned run " + run);
    out.flush();
    return ExitCode.OK.code();
  }
}
