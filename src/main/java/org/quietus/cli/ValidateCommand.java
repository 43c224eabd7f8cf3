package org.quietus.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.Problem;
import org.quietus.run.JobSession;
import org.quietus.run.Scope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks a job file against its database. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    header = {"Prints everything that is wrong with a job file.", ""},
    description = {
      "Checks a job file, first by itself, then against the live database, and prints every problem"
          + " at once: file:line: what is wrong; how to mend it [ID].",
      "Changes nothing."
    },
    footer = {"", "Example:", "  quietus validate jobs/crm.yaml"})
final class ValidateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  ValidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What {@code --json} prints. */
  record Validation(boolean valid, List<Problem> problems, List<Problem> warnings) {}

  @Override
  public Integer call() {
    Validation found = validate();
    output.print(
        found,
        out -> {
          found.problems().forEach(out::println);
          found.warnings().forEach(warning -> out.println("warning: " + warning));
          out.println(
              found.valid()
                  ? job.file() + " is valid"
                  : job.file() + " has " + Wording.count(found.problems().size(), "problem"));
        });
    return found.valid() ? ExitCode.OK.code() : ExitCode.REFUSED.code();
  }

  private Validation validate() {
    try (JobSession session = job.openUnasked(surroundings)) {
      List<Problem> warnings = session.plan(EnumSet.allOf(Scope.class)).warnings();
      return new Validation(true, List.of(), warnings);
    } catch (InvalidInput invalid) {
      return new Validation(false, invalid.problems(), List.of());
    }
  }
}
