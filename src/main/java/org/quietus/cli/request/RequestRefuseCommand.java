package org.quietus.cli.request;

import org.quietus.cli.input.CommandContext;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.request.RefusalCode;
import org.quietus.request.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Refuses a request. */
@Command(
    name = "refuse",
    mixinStandardHelpOptions = true,
    header = {"Refuses a request.", ""},
    description =
        "Refuses a request that no run has taken up yet, with a code that stands on its certificate.",
    footer = {
      "",
      "Example:",
      "  quietus request refuse jobs/crm.yaml REQUEST --reason identity-not-verified"
    })
public final class RequestRefuseCommand extends RequestDecision {

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      required = true,
      description = "Why: ${COMPLETION-CANDIDATES}.")
  private RefusalCode reason;

  public RequestRefuseCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  RequestSummary decide(RequestDesk desk, String request, Role by) {
    return desk.decide(
        request, by, (decisions, id, role, at) -> decisions.refuse(id, reason, role, at));
  }
}
