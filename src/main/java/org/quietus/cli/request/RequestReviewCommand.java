package org.quietus.cli.request;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.TextTable;
import org.quietus.job.JobSession;
import org.quietus.job.RequestSummary;
import org.quietus.job.Review;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows which rows an ambiguous request leads to, and notes whose they are. */
@Command(
    name = "review",
    mixinStandardHelpOptions = true,
    header = {"Decides whose rows an ambiguous request means.", ""},
    description =
        "Lists the rows that the identifiers of a request lead to, and with --choose or --nobody"
            + " notes which of them are the person's. The next run erases those, and leaves the"
            + " others alone. No personal value is shown: look the rows up by their key.",
    footer = {
      "",
      "Examples:",
      "  quietus request review jobs/crm.yaml REQUEST",
      "  quietus request review jobs/crm.yaml REQUEST --choose 2 --of 3fa9c1d0",
      "  quietus request review jobs/crm.yaml REQUEST --nobody --of 3fa9c1d0"
    })
public final class RequestReviewCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private RequestParameter id;
  @Mixin private JsonOption output;
  @Mixin private RoleOption role;

  @ArgGroup(exclusive = false)
  private @Nullable Decision decision;

  /** What was decided of which list. */
  private static final class Decision {
    @ArgGroup(multiplicity = "1")
    private Whose whose;

    @Option(
        names = "--of",
        required = true,
        paramLabel = "LIST",
        description = "The list that you looked at.")
    private String list;
  }

  /** One of the two. */
  private static final class Whose {
    @Option(
        names = "--choose",
        split = ",",
        paramLabel = "NUMBER",
        description = "These rows are the person's, the others somebody else's.")
    private List<Integer> numbers = List.of();

    @Option(names = "--nobody", description = "None of the rows is the person's.")
    private boolean nobody;
  }

  public RequestReviewCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      String meant = id.at(session.requests());
      if (decision == null) {
        Review review = session.reviews().look(meant);
        output.print(review, out -> out.print(text(review)));
      } else {
        RequestSummary decided =
            session
                .reviews()
                .decide(meant, decision.list, decision.whose.numbers, role.orElseOperator());
        output.print(
            decided,
            out ->
                out.println(
                    "request "
                        + meant
                        + " is "
                        + decided.state()
                        + ", reviewed; the next run goes by that"));
      }
    }
    return ExitCode.OK.code();
  }

  private static String crossed(Review review) {
    String numbers =
        review.rows().stream()
            .filter(Review.Row::crossed)
            .map(row -> String.valueOf(row.number()))
            .collect(Collectors.joining(", "));
    return numbers.isEmpty()
        ? ""
        : "\nRow "
            + numbers
            + " does not tell its tenant, or rows hang on it that are another tenant's or do not"
            + " tell: nothing is done for it until that is mended.\n";
  }

  private String text(Review review) {
    TextTable table = new TextTable("row", "created", "agrees in", "key");
    review
        .rows()
        .forEach(
            row ->
                table.row(
                    row.number(),
                    row.created(),
                    String.join(", ", row.agreeing()),
                    row.primaryKey()));
    String rows = (table.isEmpty() ? "  no row\n" : table.toString()) + crossed(review);
    if (review.decidedAt().isPresent()) {
      return rows + "\nDecided at " + review.decidedAt().get() + "; the next run goes by that.\n";
    }
    if (!review.ambiguous()) {
      return rows + "\nNothing to decide.\n";
    }
    String command = "  quietus request review " + job.file() + " " + id.given();
    return rows
        + "\nWhich of them are the person's?\n"
        + command
        + " --choose NUMBER[,NUMBER] --of "
        + review.list()
        + "\n"
        + command
        + " --nobody --of "
        + review.list()
        + "\n";
  }
}
