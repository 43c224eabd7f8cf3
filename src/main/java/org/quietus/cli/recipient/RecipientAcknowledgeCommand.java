package org.quietus.cli.recipient;

import java.time.Instant;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.input.MomentOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.recipient.Notice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Notes that a recipient has confirmed a notice. */
@Command(
    name = "acknowledge",
    mixinStandardHelpOptions = true,
    header = {"Notes that a recipient has confirmed a notice.", ""},
    description =
        "Notes that a recipient has confirmed a notice otherwise than by the way that it came, e.g."
            + " by letter. The next run issues a follow-up certificate that says so.",
    footer = {
      "",
      "Example:",
      "  quietus recipient acknowledge jobs/crm.yaml NOTICE --at 2026-03-02"
    })
public final class RecipientAcknowledgeCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private NoticeParameter id;
  @Mixin private JsonOption output;

  @Mixin private MomentOption at;

  public RecipientAcknowledgeCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      Instant moment = at.moment(surroundings.clock(), session.job().zone());
      String meant = id.at(session.recipients());
      Notice notice = session.recipients().acknowledge(meant, moment);
      output.print(
          notice,
          out -> out.println("notice " + meant + " to " + notice.recipient() + " is acknowledged"));
    }
    return ExitCode.OK.code();
  }
}
