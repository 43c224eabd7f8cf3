package org.quietus.cli;

import org.quietus.request.Decisions;
import org.quietus.run.RequestDesk;
import picocli.CommandLine.Command;

/** Cuts the cooling-off time of a request short. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    header = {"Cuts the cooling-off time of a request short.", ""},
    description =
        "Cuts the time short in which the requester may think better of it: the next run carries the request out.",
    footer = {"", "Example:", "  quietus request approve jobs/crm.yaml REQUEST"})
final class RequestApproveCommand extends RequestDecision {

  RequestApproveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  RequestDesk.Decision decision() {
    return Decisions::approve;
  }
}
