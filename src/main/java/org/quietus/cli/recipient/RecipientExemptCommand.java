package org.quietus.cli.recipient;

import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import org.quietus.policy.Exemption;
import org.quietus.recipient.Notice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Leaves a recipient untold. */
@Command(
    name = "exempt",
    mixinStandardHelpOptions = true,
    header = {"Leaves a recipient untold, for a reason.", ""},
    description =
        "Ends a notice that the recipient need not, or cannot, be told. The next run issues a"
            + " follow-up certificate that says so.",
    footer = {"", "Example:", "  quietus recipient exempt jobs/crm.yaml NOTICE --reason law"})
public final class RecipientExemptCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private NoticeParameter id;
  @Mixin private JsonOption output;

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      required = true,
      description = "One of own-authorisation, law, impossible, disproportionate.")
  private String reason;

  public RecipientExemptCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Exemption why =
        Exemption.of(reason)
            .orElseThrow(() -> new Refusal("unknown --reason; use one of " + Exemption.allCodes()));
    try (JobSession session = job.open(surroundings)) {
      String meant = id.at(session.recipients());
      Notice notice = session.recipients().exempt(meant, why);
      output.print(
          notice,
          out ->
              out.println("notice " + meant + " to " + notice.recipient() + " is exempt: " + why));
    }
    return ExitCode.OK.code();
  }
}
