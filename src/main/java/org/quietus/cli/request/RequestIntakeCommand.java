package org.quietus.cli.request;

import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import org.quietus.request.Inbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes in what applications have filed. */
@Command(
    name = "intake",
    mixinStandardHelpOptions = true,
    header = {"Takes in what applications have filed in the inbox table.", ""},
    description =
        "Takes in the requests that applications have filed in the job file's 'requests.inbox', as"
            + " every run does first. A row that is not a request is marked and left.",
    footer = {"", "Example:", "  quietus request intake jobs/crm.yaml"})
public final class RequestIntakeCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  public RequestIntakeCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      if (session.job().requests().inbox().isEmpty()) {
        throw new Refusal(job.file() + " has no inbox; add e.g. 'requests: { inbox: crm.inbox }'");
      }
      Inbox.Emptied emptied = session.requests().takeFromInbox();
      output.print(emptied, out -> out.println(emptied));
    }
    return ExitCode.OK.code();
  }
}
