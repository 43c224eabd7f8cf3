package org.quietus.cli.key;

import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.job.KeySummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Destroys the key of an epoch. */
@Command(
    name = "destroy",
    mixinStandardHelpOptions = true,
    header = {"Destroys the key of an epoch, and its tokens.", ""},
    description = {
      "Destroys a key once no copy of the data is left that may hold anybody who was erased under"
          + " it: every version in every backup set is listed, and each was made after the last of"
          + " these erasures. A set that cannot be listed or looked into stands in the way."
    },
    footer = {
      "",
      "Example:",
      "  quietus key destroy jobs/crm.yaml 1     ('key list' tells the epochs)"
    })
public final class KeyDestroyCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  @Parameters(index = "1", paramLabel = "EPOCH", description = "The number of the epoch.")
  private int epoch;

  public KeyDestroyCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      KeySummary key = session.destroyKey(epoch);
      output.print(key, out -> out.println("the key of epoch " + key.epoch() + " is destroyed"));
    }
    return ExitCode.OK.code();
  }
}
