package org.quietus.cli.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.TextTable;
import org.quietus.job.DatabaseDown;
import org.quietus.job.JobSession;
import org.quietus.job.Scope;
import org.quietus.plan.Lifetime;
import org.quietus.plan.Plan;
import org.quietus.plan.make.Lifetimes;
import org.quietus.policy.Counted;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks a job file against its database. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    header = {"Prints everything that is wrong with a job file.", ""},
    description = {
      "Checks a job file, first by itself, then against the live database, and prints every problem"
          + " at once: file:line: what is wrong; how to correct it [ID].",
      "Tries what 'run' will need too: keys, evidence store, control schema, object stores.",
      "For each data category it tells how long data may exist at most, backups included.",
      "Changes nothing."
    },
    footer = {"", "Example:", "  quietus validate jobs/crm.yaml"})
public final class ValidateCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  public ValidateCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  /** What {@code --json} prints. */
  record Validation(
      int exitCode,
      boolean valid,
      List<Problem> problems,
      List<Problem> warnings,
      List<LongestLifetime> lifetimes) {

    void print(PrintWriter out, Path file) {
      problems.forEach(out::println);
      warnings.forEach(warning -> out.println("warning: " + warning));
      if (!lifetimes.isEmpty()) {
        TextTable table = new TextTable("category", "longest", "allowed", "where");
        lifetimes.forEach(
            one -> table.row(one.category(), one.longest(), one.allowed(), one.where()));
        out.println(table);
      }
      out.println(
          valid ? file + " is valid" : file + " has " + Counted.of(problems.size(), "problem"));
    }
  }

  /** Where data of a category may exist the longest. */
  record LongestLifetime(String category, String longest, Optional<String> allowed, String where) {
    static LongestLifetime of(Lifetime lifetime) {
      return new LongestLifetime(
          lifetime.category(),
          lifetime.length(),
          lifetime.max().map(Period::toString),
          lifetime.where());
    }
  }

  @Override
  public Integer call() {
    Validation found = validate();
    output.print(found, out -> found.print(out, job.file()));
    return found.exitCode();
  }

  private Validation validate() {
    try (JobSession session = job.openUnasked(surroundings)) {
      List<Problem> problems = new ArrayList<>(session.unready());
      try {
        Plan plan = session.plan(EnumSet.allOf(Scope.class));
        List<Lifetime> lifetimes = session.lifetimes(plan);
        problems.addAll(Lifetimes.exceeded(session.job(), lifetimes));
        if (problems.stream().noneMatch(problem -> problem.id().equals("EVIDENCE-STORE"))) {
          session.requireLevel(); // which reads it
        }
        return found(problems, plan, lifetimes);
      } catch (InvalidInput invalid) {
        problems.addAll(invalid.problems());
        return invalid(ExitCode.REFUSED, inOrder(problems));
      }
    } catch (InvalidInput invalid) {
      return invalid(ExitCode.REFUSED, invalid.problems());
    } catch (DatabaseDown down) {
      return invalid(ExitCode.of(down.exitCode()), down.problems());
    }
  }

  private static Validation found(List<Problem> problems, Plan plan, List<Lifetime> lifetimes) {
    return new Validation(
        (problems.isEmpty() ? ExitCode.OK : ExitCode.REFUSED).code(),
        problems.isEmpty(),
        inOrder(problems),
        plan.warnings(),
        lifetimes.stream().map(LongestLifetime::of).toList());
  }

  private static List<Problem> inOrder(List<Problem> problems) {
    return problems.stream().distinct().sorted(Comparator.comparingInt(Problem::line)).toList();
  }

  private static Validation invalid(ExitCode code, List<Problem> problems) {
    return new Validation(code.code(), false, problems, List.of(), List.of());
  }
}
