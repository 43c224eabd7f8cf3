package org.quietus.cli.run;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.job.PaceOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets the run that is at work wait. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    header = {"Lets the run that is at work wait.", ""},
    description = {
      "The run ends the chunks that are open, and waits with nothing locked until 'resume' or 'stop'. It"
          + " stays the owner of the database."
    },
    footer = {"", "Example:", "  quietus pause jobs/crm.yaml"})
public final class PauseCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;

  public PauseCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.openUnasked(surroundings)) {
      String run = session.pace().order(PaceOrder.Wish.PAUSE);
      PrintWriter out = command.commandLine().getOut();
      out.println(
          "run "
              + run
              + " waits after the chunks that are open; let it go on with: quietus resume "
              + job.file());
      out.flush();
      return ExitCode.OK.code();
    }
  }
}
