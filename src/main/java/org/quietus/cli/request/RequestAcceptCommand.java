package org.quietus.cli.request;

import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.job.RequestSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends the search for rows that nothing leads to any more. */
@Command(
    name = "accept",
    mixinStandardHelpOptions = true,
    header = {"Ends the search for rows that nothing leads to any more.", ""},
    description = {
      "A request stays PARTIAL if its person's rows were known by a column that the database does"
          + " not have any more, or uses for something else, or if kept rows hang on a key or"
          + " number that is somebody else's by now. If the column cannot be brought back, or only"
          + " others' rows are left, this gives up what was known by it.",
      "The next run can complete the request then. Its certificates name what was given up as a"
          + " copy that remains."
    },
    footer = {
      "",
      "Example:",
      "  quietus request accept jobs/crm.yaml REQUEST --unmatched --reason column-dropped"
    })
public final class RequestAcceptCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private RequestParameter id;
  @Mixin private JsonOption output;
  @Mixin private RoleOption role;

  @Option(
      names = "--unmatched",
      required = true,
      description = "Give up what was known by what is gone or somebody else's.")
  private boolean unmatched;

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      required = true,
      description = "Why, as a code, e.g. column-dropped.")
  private String reason;

  public RequestAcceptCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      String meant = id.at(session.requests());
      RequestSummary accepted =
          session.reviews().acceptUnmatched(meant, reason, role.orElseOperator());
      output.print(
          accepted,
          out ->
              out.println(
                  "request "
                      + meant
                      + " is "
                      + accepted.state()
                      + ", without what was unmatched; the next run goes by that"));
    }
    return ExitCode.OK.code();
  }
}
