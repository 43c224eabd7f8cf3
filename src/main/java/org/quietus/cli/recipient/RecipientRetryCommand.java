package org.quietus.cli.recipient;

import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.recipient.Notice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has a notice told by the next run. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    header = {"Has a notice told by the next run.", ""},
    description =
        "Has the next run repeat a notice, and counts its time from now. One that has failed can be"
            + " repeated as long as the identifiers of its request are known.",
    footer = {"", "Example:", "  quietus recipient retry jobs/crm.yaml NOTICE"})
public final class RecipientRetryCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private NoticeParameter id;
  @Mixin private JsonOption output;

  public RecipientRetryCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      String meant = id.at(session.recipients());
      Notice notice = session.recipients().retry(meant);
      output.print(notice, out -> out.println("the next run repeats notice " + meant));
    }
    return ExitCode.OK.code();
  }
}
