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

/** Ends the run that is at work. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    header = {"Ends the run that is at work.", ""},
    description = {
      "The run ends the chunks that are open, and then itself, with exit code 4; 'run' continues it."
    },
    footer = {"", "Example:", "  quietus stop jobs/crm.yaml"})
public final class StopCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;

  public StopCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.openUnasked(surroundings)) {
      String run = session.pace().order(PaceOrder.Wish.STOP);
      PrintWriter out = command.commandLine().getOut();
      out.println(
          "run "
              + run
              + " ends after the chunks that are open; continue it with: quietus run "
              + job.file());
      out.flush();
      return ExitCode.OK.code();
    }
  }
}
