package org.quietus.cli.request;

import java.util.Optional;
import org.quietus.cli.input.CommandContext;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.request.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Notes that a request was answered for which nothing is erased. */
@Command(
    name = "answer",
    mixinStandardHelpOptions = true,
    header = {"Notes that a request was answered.", ""},
    description = {
      "Notes that you have answered a request for which nothing is erased: for access, a question or"
          + " a complaint. Its clock stops, and its identifiers are forgotten.",
      "The confirmations of an erasure are in the outbox instead: see 'quietus answer list'."
    },
    footer = {
      "",
      "Example:",
      "  quietus request answer jobs/crm.yaml REQUEST --evidence LETTER-2026-17"
    })
public final class RequestAnswerCommand extends RequestDecision {

  @Option(
      names = "--evidence",
      paramLabel = "REFERENCE",
      description = "Where the answer lies, e.g. LETTER-2026-17; at most 40 characters.")
  private Optional<String> evidence;

  public RequestAnswerCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  RequestSummary decide(RequestDesk desk, String request, Role by) {
    return desk.decide(
        request, by, (decisions, id, role, at) -> decisions.answer(id, evidence, role, at));
  }
}
