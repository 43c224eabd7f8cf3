package org.quietus.cli.run;

import org.quietus.cli.input.CommandContext;
import org.quietus.job.JobSession;
import org.quietus.job.PaceOrder;
import picocli.CommandLine.Command;

/** Ends the run that is at work. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    header = {"Ends the run that is at work.", ""},
    description = {
      "The run ends the chunks that are open, and then itself, with exit code 4; 'run' continues it."
    },
    footer = {"", "Example:", "  quietus stop jobs/crm.yaml"})
public final class StopCommand extends OrderCommand {

  public StopCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  String order(JobSession session) {
    return session.pace().order(PaceOrder.Wish.STOP);
  }

  @Override
  String said(String run, String file) {
    return "run %s ends after the chunks that are open; continue it with: quietus run %s"
        .formatted(run, file);
  }
}
