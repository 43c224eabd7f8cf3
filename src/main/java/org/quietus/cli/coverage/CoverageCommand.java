package org.quietus.cli.coverage;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.coverage.read.CoverageReading;
import org.quietus.coverage.read.CoverageReport;
import org.quietus.database.ConnectionFailure;
import org.quietus.job.DatabaseDown;
import org.quietus.job.Unreached;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells what a job file does not cover. */
@Command(
    name = "coverage",
    mixinStandardHelpOptions = true,
    header = {"Prints what of the database the job file does not cover.", ""},
    description = {
      "Lists tables and columns that no rule, subject or anonymisation of the job file names,"
          + " ranked by what their names, types, comments and foreign keys say about personal data,"
          + " with the reason for each: certain, likely or possible.",
      "Also: copies of covered columns, logs, and rows whose reference leads nowhere.",
      "What the job file acknowledges under 'ignored' is left out. Reads only, as the 'verify' user"
          + " where there is one; no value is ever printed."
    },
    footer = {
      "",
      "Examples:",
      "  quietus coverage jobs/crm.yaml",
      "  quietus coverage jobs/crm.yaml --sample 200    look at the shapes of values too",
      "  quietus coverage jobs/crm.yaml --check         exit code 9 if there is anything"
    })
public final class CoverageCommand implements Callable<Integer> {
  private static final int MOST = 1_000;

  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description =
          "Look at up to N rows of each table that is not covered, from a few places of its primary"
              + " key, and say which shapes their values have. At most 1000. Default: none.")
  private @Nullable Integer sample;

  @Option(
      names = "--within",
      paramLabel = "PERIOD",
      defaultValue = "PT1M",
      description =
          "How long rows may be looked at; what is left out then is named. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration within;

  @Option(
      names = "--check",
      description =
          "End with exit code 9 if anything is neither covered nor acknowledged, else with 8 if"
              + " something could not be looked at.")
  private boolean check;

  public CoverageCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    OptionalInt rows = rows();
    if (within.isNegative() || within.isZero()) {
      throw new ParameterException(
          command.commandLine(), "--within must be positive, e.g. --within PT5M");
    }
    JobFile read = job.read(surroundings);
    CoverageReport report = report(read, rows);
    CoverageView view = CoverageView.of(read, report, surroundings.clock().instant());
    output.print(view, out -> out.print(view.text(job.file().toString())));
    return exitCode(report).code();
  }

  private OptionalInt rows() {
    if (sample == null) {
      return OptionalInt.empty();
    }
    if (sample < 1 || sample > MOST) {
      throw new ParameterException(
          command.commandLine(), "--sample must be between 1 and " + MOST + " rows");
    }
    return OptionalInt.of(sample);
  }

  private ExitCode exitCode(CoverageReport report) {
    if (!check || (report.isClean() && report.unread().isEmpty())) {
      return ExitCode.OK;
    }
    return report.isClean() ? ExitCode.PARTIAL : ExitCode.TO_DO;
  }

  private CoverageReport report(JobFile read, OptionalInt rows) {
    return CoverageReport.joined(
        read.databases().values().stream()
            .map(settings -> report(read.within(settings.name()), settings, rows))
            .toList());
  }

  private CoverageReport report(JobFile read, DatabaseSettings settings, OptionalInt rows) {
    try {
      return new CoverageReading(read, settings, surroundings.clock()).read(rows, within);
    } catch (SQLException e) {
      ConnectionFailure why = ConnectionFailure.of(settings.url(), e);
      Problem problem = problem(read, settings, why.id(), why.what(settings.name()), why.mend());
      throw new DatabaseDown(List.of(new Unreached(problem, why.cause().passing())));
    } catch (IllegalArgumentException e) {
      throw new InvalidInput(
          List.of(
              problem(
                  read,
                  settings,
                  "BAD-URL",
                  "the url cannot be used",
                  String.valueOf(e.getMessage()))));
    }
  }

  private static Problem problem(
      JobFile job, DatabaseSettings settings, String id, String what, String mend) {
    return job.text().problem(id, "/databases/" + settings.name(), what, mend);
  }
}
