package org.quietus.cli.request;

import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.IdArgument;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.input.ShortId;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.job.RequestSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
  @Mixin private JsonOption output;
  @Mixin private RoleOption role;

  @Parameters(
      index = "1",
      paramLabel = "REQUEST",
      converter = IdArgument.class,
      description = "The id of the request.")
  private String id;

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
      String meant =
          ShortId.of("request", id, session.requests().all().stream().map(RequestSummary::id));
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
