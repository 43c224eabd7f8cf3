package org.quietus.cli.run;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import org.quietus.job.Scope;
import org.quietus.job.WindDownPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a plan run unattended. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    header = {"Lets a plan run unattended.", ""},
    description = {
      "Lets the plan of a fingerprint run unattended, until the job file, the schema or the"
          + " statements change. Read the plan first; 'plan' prints its fingerprint."
    },
    footer = {"", "Example:", "  quietus approve jobs/crm.yaml 3f9a… --max-rows 200000"})
public final class ApproveCommand implements Callable<Integer> {
  /** As messages shorten a fingerprint; that many digits are not met by chance. */
  private static final int SHORTEST = 12;

  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;

  @Parameters(
      index = "1",
      paramLabel = "FINGERPRINT",
      description = "The fingerprint that 'plan' printed, at least its first 12 digits.")
  private String fingerprint;

  @Option(
      names = "--max-rows",
      paramLabel = "N",
      description =
          "Stop before the first change if more rows than that are due. Default: no limit.")
  private Optional<Long> maxRows;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      description =
          "Work on the database of that name from now on, although it is not the one that the job"
              + " worked on before, since it was moved or restored. May be repeated.")
  private List<String> databases = List.of();

  @Option(
      names = "--wind-down",
      description = "Approve that the service is closed: the fingerprint of 'plan --wind-down'.")
  private boolean windDown;

  public ApproveCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  private void accept(JobSession session) {
    Set<String> known = session.job().databases().keySet();
    databases.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new Refusal(
                  "%s has no database '%s'; it has: %s"
                      .formatted(job.file(), name, String.join(", ", known)));
            });
    databases.forEach(session::accept);
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      String plan = session.fingerprint(session.plan(EnumSet.allOf(Scope.class)));
      String current = windDown ? WindDownPlan.fingerprint(plan) : plan;
      if (fingerprint.length() < SHORTEST || !current.startsWith(fingerprint)) {
        throw new Refusal(
            "that is not the fingerprint of the plan as it is now, "
                + current
                + (windDown
                    ? "; read it again with 'plan --wind-down'"
                    : "; read it again with 'plan'"));
      }
      accept(session);
      session.approve(
          current, windDown, maxRows.map(OptionalLong::of).orElse(OptionalLong.empty()));
    }
    command.commandLine().getOut().println("approved " + fingerprint);
    command.commandLine().getOut().flush();
    return ExitCode.OK.code();
  }
}
