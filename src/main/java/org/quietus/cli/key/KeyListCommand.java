package org.quietus.cli.key;

import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.ShownTimes;
import org.quietus.cli.output.TextTable;
import org.quietus.job.JobSession;
import org.quietus.job.KeySummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the key epochs. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = {"Lists the keys of suppression tokens.", ""},
    description = "Prints each epoch, whether its key is there, and the last erasure under it.",
    footer = {"", "Example:", "  quietus key list jobs/crm.yaml --json"})
public final class KeyListCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  public KeyListCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      List<KeySummary> keys = session.keys();
      TextTable table = new TextTable("epoch", "state", "begun", "last erasure");
      ShownTimes times = new ShownTimes(session.job().zone());
      keys.forEach(
          key ->
              table.row(
                  key.epoch(),
                  key.state(),
                  times.moment(key.begun()),
                  times.moment(key.lastErasure())));
      output.print(keys, out -> out.print(table.isEmpty() ? "  no key yet\n" : table.toString()));
    }
    return ExitCode.OK.code();
  }
}
