package org.quietus.cli;

import org.quietus.request.Decisions;
import org.quietus.run.RequestDesk;
import picocli.CommandLine.Command;

/** Lifts a restriction. */
@Command(
    name = "unrestrict",
    mixinStandardHelpOptions = true,
    header = {"Lifts a restriction.", ""},
    description =
        "Lifts the restriction of a request; the next run carries it out if it is approved.",
    footer = {"", "Example:", "  quietus request unrestrict jobs/crm.yaml REQUEST"})
final class RequestUnrestrictCommand extends RequestDecision {

  RequestUnrestrictCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  RequestDesk.Decision decision() {
    return Decisions::unrestrict;
  }
}
