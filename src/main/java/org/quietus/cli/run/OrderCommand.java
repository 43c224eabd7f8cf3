package org.quietus.cli.run;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gives an order to the run that is at work, and says what comes of it. */
abstract class OrderCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;

  OrderCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  /** Gives the order; returns the run's id. */
  abstract String order(JobSession session);

  /**
   * What comes of it.
   *
   * @param run the id of the run
   * @param file the job file as it was given
   */
  abstract String said(String run, String file);

  @Override
  public Integer call() {
    try (JobSession session = job.openUnasked(surroundings)) {
      PrintWriter out = command.commandLine().getOut();
      out.println(said(order(session), job.file().toString()));
      out.flush();
      return ExitCode.OK.code();
    }
  }
}
