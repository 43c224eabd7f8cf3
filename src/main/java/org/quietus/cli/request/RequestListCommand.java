package org.quietus.cli.request;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.input.TenantOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.ShownTimes;
import org.quietus.cli.output.TextTable;
import org.quietus.job.JobSession;
import org.quietus.job.RequestSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists a job's erasure requests. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = {"Lists the erasure requests.", ""},
    description = "Lists a job's erasure requests, the oldest first; who asked is not shown.",
    footer = {
      "",
      "Examples:",
      "  quietus request list jobs/crm.yaml",
      "  quietus request list jobs/crm.yaml --open"
    })
public final class RequestListCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;
  @Mixin private TenantOption tenant;

  @Option(names = "--open", description = "Only those that are not settled yet.")
  private boolean onlyOpen;

  public RequestListCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      List<RequestSummary> requests =
          session.requests().all().stream()
              .filter(request -> tenant.covers(request.tenant()))
              .filter(request -> request.open() || !onlyOpen)
              .toList();
      ShownTimes times = new ShownTimes(session.job().zone());
      output.print(
          requests, out -> out.print(requests.isEmpty() ? none() : table(requests, times)));
    }
    return ExitCode.OK.code();
  }

  private String none() {
    return onlyOpen ? "  no request is open\n" : "  no request yet\n";
  }

  /** Requests as a table. */
  static String table(List<RequestSummary> requests, ShownTimes times) {
    TextTable table =
        new TextTable(
            "request",
            "subject",
            "state",
            "received",
            "answer by",
            "erase by",
            "completed",
            "rows kept until");
    requests.forEach(
        request ->
            table.row(
                request.id(),
                request.subject() + request.tenant().map(" of "::concat).orElse(""),
                request.standing(),
                times.day(request.receivedAt()),
                request.answer(),
                request.erase(),
                times.day(request.completedAt()),
                request.keptUntil()));
    String reasons =
        RequestSummary.provisional(requests).stream().map(why -> why + "\n").collect(joining());
    return table + reasons;
  }
}
