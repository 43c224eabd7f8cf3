package org.quietus.cli.run;

import org.quietus.cli.input.CommandContext;
import org.quietus.job.JobSession;
import org.quietus.job.PaceOrder;
import picocli.CommandLine.Command;

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
public final class PauseCommand extends OrderCommand {

  public PauseCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  String order(JobSession session) {
    return session.pace().order(PaceOrder.Wish.PAUSE);
  }

  @Override
  String said(String run, String file) {
    return "run %s waits after the chunks that are open; let it go on with: quietus resume %s"
        .formatted(run, file);
  }
}
