package org.quietus.cli.run;

import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.PlanView;
import org.quietus.job.JobSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a run would do. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    header = {"Prints what a run would do; changes nothing.", ""},
    description = {
      "Prints what a run would do: the steps in their order, how many rows are due, what stays on a"
          + " lawful basis, and the plan's fingerprint. Changes nothing."
    },
    footer = {
      "",
      "Examples:",
      "  quietus plan jobs/crm.yaml",
      "  quietus plan jobs/crm.yaml --sql            with the statements, to check them by hand",
      "  quietus plan jobs/crm.yaml --only erasure --json"
    })
public final class PlanCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private ScopeOption only;
  @Mixin private JsonOption output;

  @Option(names = "--sql", description = "Print the statements that the steps are made of as well.")
  private boolean sql;

  @Option(
      names = "--wind-down",
      description = "Show what closing the service would do, and the fingerprint to approve.")
  private boolean windDown;

  public PlanCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      PlanView view = PlanView.of(session, only.scopes(), sql, windDown);
      output.print(view, out -> out.print(view.text(job.file().toString())));
    }
    return ExitCode.OK.code();
  }
}
