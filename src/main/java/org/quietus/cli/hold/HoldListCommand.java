package org.quietus.cli.hold;

import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.ShownTimes;
import org.quietus.cli.output.TextTable;
import org.quietus.job.HoldSummary;
import org.quietus.job.JobSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the holds on a job's database. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = {"Lists the holds and restrictions.", ""},
    description =
        "Lists the holds and restrictions on the job's database, of all its jobs, the oldest first;"
            + " who is held is not shown.",
    footer = {"", "Example:", "  quietus hold list jobs/crm.yaml --all"})
public final class HoldListCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  @Option(names = "--all", description = "Those that were released too.")
  private boolean all;

  public HoldListCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.openCaughtUp(surroundings)) {
      List<HoldSummary> holds =
          session.holds().list().stream()
              .filter(hold -> all || hold.releasedAt().isEmpty())
              .toList();
      ShownTimes times = new ShownTimes(session.job().zone());
      output.print(holds, out -> out.print(table(holds, times)));
    }
    return ExitCode.OK.code();
  }

  /** Holds as a table, or a line that says there are none. */
  static String table(List<HoldSummary> holds, ShownTimes times) {
    TextTable table =
        new TextTable(
            "hold", "kind", "reference", "case", "basis", "what", "review", "set", "released");
    holds.forEach(
        hold ->
            table.row(
                hold.id(),
                hold.kind(),
                hold.reference(),
                hold.caseReference(),
                hold.basis(),
                hold.subject().map(subject -> "a " + subject).orElse("rows of " + hold.records()),
                hold.review() + (hold.overdue() ? " OVERDUE" : ""),
                times.moment(hold.setAt()),
                times.moment(hold.releasedAt())));
    return table.isEmpty() ? "  no hold in force\n" : table.toString();
  }
}
