package org.quietus.cli.request;

import java.time.LocalDate;
import org.quietus.cli.input.CommandContext;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.request.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Leaves a person's data alone until that is lifted. */
@Command(
    name = "restrict",
    mixinStandardHelpOptions = true,
    header = {"Leaves a person's data alone until that is lifted.", ""},
    description =
        "Restricts the processing: neither a request nor a period removes the person's data until 'request unrestrict'.",
    footer = {
      "",
      "Example:",
      "  quietus request restrict jobs/crm.yaml REQUEST --review 2026-12-31"
    })
public final class RequestRestrictCommand extends RequestDecision {

  @Option(
      names = "--review",
      paramLabel = "DATE",
      required = true,
      description = "The day on which somebody decides whether it is still needed.")
  private LocalDate review;

  public RequestRestrictCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  RequestSummary decide(RequestDesk desk, String request, Role by) {
    return desk.restrict(request, by, review);
  }
}
