package org.quietus.cli.request;

import org.quietus.cli.input.CommandContext;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.request.Decisions;
import org.quietus.request.Role;
import picocli.CommandLine.Command;

/** Gives a request up whose requester never showed who they are. */
@Command(
    name = "expire",
    mixinStandardHelpOptions = true,
    header = {"Gives a request up whose requester never showed who they are.", ""},
    description =
        "Closes a request whose requester never showed who they are. Nothing was removed, and the identifiers are forgotten.",
    footer = {"", "Example:", "  quietus request expire jobs/crm.yaml REQUEST"})
public final class RequestExpireCommand extends RequestDecision {

  public RequestExpireCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  RequestSummary decide(RequestDesk desk, String request, Role by) {
    return desk.decide(request, by, Decisions::expire);
  }
}
