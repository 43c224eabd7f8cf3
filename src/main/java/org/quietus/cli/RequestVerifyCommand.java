package org.quietus.cli;

import org.quietus.request.Decisions;
import org.quietus.run.RequestDesk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Notes that the requester has shown who they are. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    header = {"Notes that the requester has shown who they are.", ""},
    description =
        "Notes that the requester has shown who they are, or with --ask that they were asked to; until they have, the time to answer stands still.",
    footer = {"", "Example:", "  quietus request verify jobs/crm.yaml REQUEST"})
final class RequestVerifyCommand extends RequestDecision {

  @Option(names = "--ask", description = "The requester was asked to show who they are.")
  private boolean ask;

  RequestVerifyCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  RequestDesk.Decision decision() {
    return ask ? Decisions::askIdentity : Decisions::verify;
  }
}
