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

/** Lets the run that waits go on. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    header = {"Lets the run that waits go on.", ""},
    description = {"A run that 'pause' had wait goes on where it was."},
    footer = {"", "Example:", "  quietus resume jobs/crm.yaml"})
public final class ResumeCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;

  public ResumeCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.openUnasked(surroundings)) {
      String run = session.pace().order(PaceOrder.Wish.GO);
      PrintWriter out = command.commandLine().getOut();
      out.println("run " + run + " goes on");
      out.flush();
      return ExitCode.OK.code();
    }
  }
}
