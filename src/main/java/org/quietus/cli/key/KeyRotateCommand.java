package org.quietus.cli.key;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.job.KeySummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
public final class KeyRotateCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  public KeyRotateCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      KeySummary key = session.rotateKey();
      output.print(key, out -> out.println("epoch " + key.epoch() + " has begun"));
      PrintWriter err = command.commandLine().getErr();
      session.keys().stream()
          .filter(KeySummary::isMissing)
          .forEach(
              lost ->
                  err.println(
                      "who was erased under epoch %1$d is not recognised in any copy until tokens-%1$d.key is there again"
                          .formatted(lost.epoch())));
      err.flush();
    }
    return ExitCode.OK.code();
  }
}
