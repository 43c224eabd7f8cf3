package org.quietus.cli.run;

import org.quietus.cli.input.CommandContext;
import org.quietus.job.JobSession;
import org.quietus.job.PaceOrder;
import picocli.CommandLine.Command;

/** Lets the run that waits go on. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    header = {"Lets the run that waits go on.", ""},
    description = {"A run that 'pause' had wait goes on where it was."},
    footer = {"", "Example:", "  quietus resume jobs/crm.yaml"})
public final class ResumeCommand extends OrderCommand {

  public ResumeCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  String order(JobSession session) {
    return session.pace().order(PaceOrder.Wish.GO);
  }

  @Override
  String said(String run, String file) {
    return "run %s goes on".formatted(run);
  }
}
