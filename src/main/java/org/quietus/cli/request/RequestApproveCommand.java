package org.quietus.cli.request;

import org.quietus.cli.input.CommandContext;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.request.Decisions;
import org.quietus.request.Role;
import picocli.CommandLine.Command;

/** Cuts the cooling-off time of a request short. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    header = {"Cuts the cooling-off time of a request short.", ""},
    description =
        "Cuts the time short in which the requester may think better of it: the next run carries the request out.",
    footer = {"", "Example:", "  quietus request approve jobs/crm.yaml REQUEST"})
public final class RequestApproveCommand extends RequestDecision {

  public RequestApproveCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  RequestSummary decide(RequestDesk desk, String request, Role by) {
    return desk.decide(request, by, Decisions::approve);
  }
}
