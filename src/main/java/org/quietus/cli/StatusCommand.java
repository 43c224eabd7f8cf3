package org.quietus.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.quietus.run.JobSession;
import org.quietus.run.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how a job stands. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    header = {"Prints how a job stands.", ""},
    description = "Prints a job's last runs, the unfinished one, and how many requests are open.",
    footer = {"", "Example:", "  quietus status jobs/crm.yaml --json"})
final class StatusCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      Status status = session.status();
      output.print(status, out -> print(status, out));
    }
    return ExitCode.OK.code();
  }

  private void print(Status status, PrintWriter out) {
    TextTable table = new TextTable("run", "state", "outcome", "started", "ended");
    status
        .runs()
        .forEach(
            run -> table.row(run.id(), run.state(), run.outcome(), run.startedAt(), run.endedAt()));
    out.print(table.isEmpty() ? "  no run yet\n" : table.toString());
    out.println("\nopen requests: " + status.openRequests());
    if (status.holds() > 0) {
      out.println(
          "holds in force: "
              + status.holds()
              + (status.overdueHolds() > 0
                  ? ", " + status.overdueHolds() + " of them overdue for review"
                  : ""));
    }
    if (status.ownerAlive()) {
      out.println("a run is at work now");
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
