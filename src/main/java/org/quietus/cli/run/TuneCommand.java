package org.quietus.cli.run;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.quietus.cli.input.CommandContext;
import org.quietus.job.JobSession;
import org.quietus.job.PaceDesk;
import org.quietus.job.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes how fast the run that is at work goes. */
@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    header = {"Changes how fast the run that is at work goes.", ""},
    description = {
      "Changes how many workers the run that is at work has, and how many rows it changes and"
          + " reads in a second, from its next chunks on. The next start knows nothing of it."
    },
    footer = {
      "",
      "Examples:",
      "  quietus tune jobs/crm.yaml --slots 1 --rows-per-second 500",
      "  quietus tune jobs/crm.yaml --rows-read-per-second 20000",
      "  quietus tune jobs/crm.yaml --rows-per-second 0     (no limit)"
    })
public final class TuneCommand extends OrderCommand {

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "How many workers act at once, 1 to " + PaceDesk.MOST_SLOTS + ".")
  private @Nullable Integer slots;

  @Option(
      names = "--rows-per-second",
      paramLabel = "N",
      description = "The most rows that all of them change in a second; 0 for no limit.")
  private @Nullable Long rowsPerSecond;

  @Option(
      names = "--rows-read-per-second",
      paramLabel = "N",
      description = "The most rows of each database that it reads in a second; 0 for no limit.")
  private @Nullable Long rowsReadPerSecond;

  public TuneCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  String order(JobSession session) {
    OptionalInt workers = slots == null ? OptionalInt.empty() : OptionalInt.of(slots);
    OptionalLong cap = cap("--rows-per-second", rowsPerSecond);
    OptionalLong readCap = cap("--rows-read-per-second", rowsReadPerSecond);
    if (workers.isEmpty() && cap.isEmpty() && readCap.isEmpty()) {
      throw new Refusal(
          "nothing to change: give --slots, --rows-per-second or --rows-read-per-second");
    }
    if (workers.orElse(1) < 1 || workers.orElse(1) > PaceDesk.MOST_SLOTS) {
      throw new Refusal(
          "--slots " + slots + ": from 1 to " + PaceDesk.MOST_SLOTS + " are possible");
    }
    return session.pace().tune(workers, cap, readCap);
  }

  private static OptionalLong cap(String option, @Nullable Long rows) {
    if (rows == null) {
      return OptionalLong.empty();
    }
    if (rows < 0) {
      throw new Refusal(option + " " + rows + ": write 0 for no limit");
    }
    return OptionalLong.of(rows);
  }

  @Override
  String said(String run, String file) {
    return "run %s goes like that from its next chunks on".formatted(run);
  }
}
