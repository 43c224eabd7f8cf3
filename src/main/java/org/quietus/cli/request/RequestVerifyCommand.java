package org.quietus.cli.request;

import org.quietus.cli.input.CommandContext;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.request.Decisions;
import org.quietus.request.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Notes that the requester has shown who they are. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    header = {"Notes that the requester has shown who they are.", ""},
    description =
        "Notes that the requester has shown who they are, or with --ask that they were asked to;"
            + " until they have, the clock for the answer is paused.",
    footer = {"", "Example:", "  quietus request verify jobs/crm.yaml REQUEST"})
public final class RequestVerifyCommand extends RequestDecision {

  @Option(names = "--ask", description = "The requester was asked to show who they are.")
  private boolean ask;

  public RequestVerifyCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  RequestSummary decide(RequestDesk desk, String request, Role by) {
    return desk.decide(request, by, ask ? Decisions::askIdentity : Decisions::verify);
  }
}
