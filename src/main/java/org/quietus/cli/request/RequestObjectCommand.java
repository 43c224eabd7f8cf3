package org.quietus.cli.request;

import org.quietus.cli.input.CommandContext;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.request.Decisions;
import org.quietus.request.Role;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Decides about an objection to the processing. */
@Command(
    name = "object",
    mixinStandardHelpOptions = true,
    header = {"Decides about an objection to the processing.", ""},
    description =
        "Decides about the requester's objection to the processing: if it is upheld the data is"
            + " erased by the next run, if not the request is refused.",
    footer = {"", "Example:", "  quietus request object jobs/crm.yaml REQUEST --upheld"})
public final class RequestObjectCommand extends RequestDecision {

  @ArgGroup(multiplicity = "1")
  private Outcome outcome;

  /** One of the two. */
  private static final class Outcome {
    @Option(names = "--upheld", description = "Uphold the objection; the data is erased.")
    private boolean upheld;

    @Option(names = "--rejected", description = "The processing goes on for overriding reasons.")
    private boolean rejected;
  }

  public RequestObjectCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  RequestSummary decide(RequestDesk desk, String request, Role by) {
    return desk.decide(request, by, outcome.rejected ? Decisions::reject : Decisions::uphold);
  }
}
