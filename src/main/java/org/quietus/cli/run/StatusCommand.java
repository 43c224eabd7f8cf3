package org.quietus.cli.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.ShownTimes;
import org.quietus.cli.output.TextTable;
import org.quietus.job.Incident;
import org.quietus.job.JobSession;
import org.quietus.job.RequestSummary;
import org.quietus.job.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how a job stands. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    header = {"Prints how a job stands.", ""},
    description = {
      "Prints a job's last runs, the unfinished one, and the open requests with the days that are"
          + " left for them."
    },
    footer = {
      "",
      "Examples:",
      "  quietus status jobs/crm.yaml --json",
      "  quietus status jobs/crm.yaml --overdue --check     (exit code 9 if there is anything)"
    })
public final class StatusCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  @Option(names = "--overdue", description = "Only what should have been done by now.")
  private boolean onlyOverdue;

  @Option(names = "--check", description = "Exit with 9 if something should have been done by now.")
  private boolean check;

  public StatusCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      Status status = session.status();
      if (onlyOverdue) {
        output.print(status.overdue(), out -> printOverdue(status, out));
      } else {
        ShownTimes times = new ShownTimes(session.job().zone());
        output.print(status, out -> print(status, times, out));
      }
      boolean overdue =
          !status.overdue().isEmpty() || status.overdueHolds() > 0 || status.incidentOverdue();
      return (check && overdue ? ExitCode.TO_DO : ExitCode.OK).code();
    }
  }

  private static void printOverdue(Status status, PrintWriter out) {
    printRequests(status.overdue(), out);
    if (status.overdueHolds() > 0) {
      out.println("holds overdue for review: " + status.overdueHolds());
    }
    if (status.incidentOverdue()) {
      status.incident().ifPresent(incident -> out.println(text(incident)));
    }
  }

  private static String text(Incident incident) {
    return "incident: run "
        + incident.run()
        + " ended "
        + incident.outcome()
        + ", and no later run has made up for it; tell of it by "
        + incident.tell();
  }

  private static void printRequests(List<RequestSummary> requests, PrintWriter out) {
    TextTable table = new TextTable("request", "state", "answer by", "erase by");
    requests.forEach(
        request -> table.row(request.id(), request.standing(), request.answer(), request.erase()));
    out.print(table.isEmpty() ? "  no request\n" : table.toString());
    RequestSummary.provisional(requests).forEach(out::println);
  }

  private void print(Status status, ShownTimes times, PrintWriter out) {
    TextTable table = new TextTable("run", "state", "outcome", "started", "ended");
    status
        .runs()
        .forEach(
            run ->
                table.row(
                    run.id(),
                    run.state(),
                    run.outcome(),
                    times.moment(run.startedAt()),
                    times.moment(run.endedAt())));
    out.print(table.isEmpty() ? "  no run yet\n" : table.toString());
    out.println("\nopen requests: " + status.openRequests());
    if (!status.requests().isEmpty()) {
      printRequests(status.requests(), out);
      out.println();
    }
    if (status.holds() > 0) {
      out.println(
          "holds in force: "
              + status.holds()
              + (status.overdueHolds() > 0
                  ? ", " + status.overdueHolds() + " of them overdue for review"
                  : ""));
    }
    status.incident().ifPresent(incident -> out.println(text(incident)));
    if (status.ownerAlive()) {
      out.println(
          "a run is at work now"
              + status
                  .waiting()
                  .map(
                      wait ->
                          ", and waits since " + times.moment(wait.since()) + ": " + wait.reason())
                  .orElse(""));
    } else {
      status
          .unfinished()
          .ifPresent(
              run ->
                  out.println(
                      "run " + run + " is unfinished; go on with: quietus run " + job.file()));
    }
  }
}
