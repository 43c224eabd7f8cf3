package org.quietus.cli;

import org.quietus.request.Decisions;
import org.quietus.run.RequestDesk;
import picocli.CommandLine.Command;

/** Leaves a person's data alone until that is lifted. */
@Command(
    name = "restrict",
    mixinStandardHelpOptions = true,
    header = {"Leaves a person's data alone until that is lifted.", ""},
    description =
        "Restricts the processing: neither a request nor a period removes the person's data until 'request unrestrict'.",
    footer = {"", "Example:", "  quietus request restrict jobs/crm.yaml REQUEST"})
final class RequestRestrictCommand extends RequestDecision {

  RequestRestrictCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  RequestDesk.Decision decision() {
    return Decisions::restrict;
  }
}
