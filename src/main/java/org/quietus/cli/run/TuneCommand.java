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
      "Changes how many workers the run that is at work has, and how many rows it changes in a"
          + " second, from its next chunks on. The next start knows nothing of it."
    },
    footer = {
      "",
      "Examples:",
      "  quietus tune jobs/crm.yaml --slots 1 --rows-per-second 500",
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

  public TuneCommand(CommandContext surroundings) {
    super(surroundings);
  }

  @Override
  String order(JobSession session) {
    OptionalInt workers = slots == null ? OptionalInt.empty() : OptionalInt.of(slots);
    OptionalLong cap =
        rowsPerSecond == null ? OptionalLong.empty() : OptionalLong.of(rowsPerSecond);
    if (workers.isEmpty() && cap.isEmpty()) {
      throw new Refusal("nothing to change: give --slots or --rows-per-second");
    }
    if (workers.orElse(1) < 1 || workers.orElse(1) > PaceDesk.MOST_SLOTS) {
      throw new Refusal(
          "--slots " + slots + ": from 1 to " + PaceDesk.MOST_SLOTS + " are possible");
    }
    if (cap.orElse(0) < 0) {
      throw new Refusal("--rows-per-second " + rowsPerSecond + ": write 0 for no limit");
    }
    return session.pace().tune(workers, cap);
  }

  @Override
  String said(String run, String file) {
    return "run %s goes like that from its next chunks on".formatted(run);
  }
}
