package org.quietus.cli.request;

import org.quietus.cli.input.CommandContext;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.request.Decisions;
import org.quietus.request.Role;
import picocli.CommandLine.Command;

/** Withdraws a request. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    header = {"Withdraws a request.", ""},
    description =
        "Withdraws a request that no run has taken up yet. What was removed cannot be brought back: afterwards this is refused.",
    footer = {"", "Example:", "  quietus request cancel jobs/crm.yaml REQUEST"})
public final class RequestCancelCommand extends RequestDecision {

  public RequestCancelCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  RequestSummary decide(RequestDesk desk, String request, Role by) {
    return desk.decide(request, by, Decisions::cancel);
  }

  @Override
  Role role(RoleOption given) {
    return given.orElseRequester();
  }
}
