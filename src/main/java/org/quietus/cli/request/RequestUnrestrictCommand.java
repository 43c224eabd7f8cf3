package org.quietus.cli.request;

import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.job.JobSession;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.request.Decisions;
import org.quietus.request.Role;
import picocli.CommandLine.Command;

/** Lifts a restriction. */
@Command(
    name = "unrestrict",
    mixinStandardHelpOptions = true,
    header = {"Lifts a restriction.", ""},
    description =
        "Lifts the restriction of a request; the next run carries it out if it is approved.",
    footer = {"", "Example:", "  quietus request unrestrict jobs/crm.yaml REQUEST"})
public final class RequestUnrestrictCommand extends RequestDecision {

  public RequestUnrestrictCommand(CommandContext surroundings) {
    super(surroundings);
  }

  /** The restriction may be what keeps a replay from going on. */
  @Override
  JobSession opened(JobParameter of, CommandContext surroundings) {
    return of.openCaughtUp(surroundings);
  }

  @Override
  RequestSummary decide(RequestDesk desk, String request, Role by) {
    return desk.decide(request, by, Decisions::unrestrict);
  }
}
