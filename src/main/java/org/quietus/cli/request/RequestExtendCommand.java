package org.quietus.cli.request;

import org.quietus.cli.input.CommandContext;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.request.ExtensionReason;
import org.quietus.request.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes more time to answer a request. */
@Command(
    name = "extend",
    mixinStandardHelpOptions = true,
    header = {"Takes more time to answer a request.", ""},
    description =
        "Takes more time to answer a request, as much as the job file's 'erasure.clock.extend'"
            + " gives, once, and only in time.",
    footer = {"", "Example:", "  quietus request extend jobs/crm.yaml REQUEST --reason complexity"})
public final class RequestExtendCommand extends RequestDecision {

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      required = true,
      description = "Why: ${COMPLETION-CANDIDATES}.")
  private ExtensionReason reason;

  public RequestExtendCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  RequestSummary decide(RequestDesk desk, String request, Role by) {
    return desk.decide(
        request, by, (decisions, id, role, at) -> decisions.extend(id, reason, role, at));
  }

  @Override
  String text(RequestSummary decided) {
    return "deadline of "
        + decided.id()
        + " extended"
        + decided.answer().map(due -> " to " + due.day()).orElse("");
  }
}
