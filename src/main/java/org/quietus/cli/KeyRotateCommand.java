package org.quietus.cli;

import java.util.concurrent.Callable;
import org.quietus.job.JobSession;
import org.quietus.job.KeySummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Begins a new key epoch. */
@Command(
    name = "rotate",
    mixinStandardHelpOptions = true,
    header = {"Begins a new key for suppression tokens.", ""},
    description = {
      "Makes a new key for the tokens by which erased persons are known again in older copies. The"
          + " earlier keys stay, because earlier tokens need them."
    },
    footer = {"", "Example:", "  quietus key rotate jobs/crm.yaml"})
final class KeyRotateCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  KeyRotateCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      KeySummary key = session.rotateKey();
      output.print(key, out -> out.println("epoch " + key.epoch() + " has begun"));
    }
    return ExitCode.OK.code();
  }
}
