package org.quietus.cli.recipient;

import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.ShownTimes;
import org.quietus.cli.output.TextTable;
import org.quietus.job.JobSession;
import org.quietus.recipient.Notice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what recipients were told. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = {"Lists the notices to recipients.", ""},
    description =
        "Lists the notices to a job's recipients, and the answers that are passed on, the oldest"
            + " first.",
    footer = {"", "Example:", "  quietus recipient list jobs/crm.yaml --open"})
public final class RecipientListCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  @Option(names = "--open", description = "Only those that something is still to be done for.")
  private boolean open;

  public RecipientListCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      List<Notice> notices =
          session.recipients().notices().stream()
              .filter(notice -> !open || notice.isOpen())
              .toList();
      ShownTimes times = new ShownTimes(session.job().zone());
      output.print(notices, out -> out.print(table(notices, times)));
    }
    return ExitCode.OK.code();
  }

  private static String table(List<Notice> notices, ShownTimes times) {
    TextTable table =
        new TextTable("notice", "recipient", "request", "state", "reason", "created", "settled");
    notices.forEach(
        notice ->
            table.row(
                notice.id(),
                notice.recipient(),
                notice.request() + (notice.passesAnswerOn() ? "-" + notice.answer() : ""),
                notice.state(),
                notice.reason(),
                times.moment(notice.created()),
                times.moment(notice.settled())));
    return table.isEmpty() ? "  no notice\n" : table.toString();
  }
}
