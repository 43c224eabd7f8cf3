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
import org.quietus.job.ReviewDesk;
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
            + " others alone. No personal value is shown: look the rows up by their key.%n%nIt also"
            + " lists rows of backups and files of which a run could not say whose they are, with"
            + " object, table, place and what agrees; --theirs and --not-theirs note of each, of a"
            + " group, or of all whose they are. The next run takes out the person's, there and in"
            + " any other copy that holds the same row, and counts the others as somebody else's.",
    footer = {
      "",
      "Examples:",
      "  quietus request review jobs/crm.yaml REQUEST",
      "  quietus request review jobs/crm.yaml REQUEST --choose 2 --of 3fa9c1d0",
      "  quietus request review jobs/crm.yaml REQUEST --nobody --of 3fa9c1d0",
      "  quietus request review jobs/crm.yaml REQUEST --theirs c1,c4 --not-theirs all --of 81d20b77"
          + " --reason same-mobile"
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

    @ArgGroup(exclusive = false)
    private @Nullable OfCopies copies;
  }

  /** Of rows in backups and files. */
  private static final class OfCopies {
    @Option(
        names = "--theirs",
        split = ",",
        paramLabel = "ROW",
        description = "These rows of copies are the person's: c1, c2, a group g1, or all.")
    private List<String> theirs = List.of();

    @Option(
        names = "--not-theirs",
        split = ",",
        paramLabel = "ROW",
        description = "These rows of copies are somebody else's.")
    private List<String> others = List.of();

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "CODE",
        description = "How you know, as a code, e.g. same-mobile.")
    private String reason;
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
        RequestSummary decided = decided(session, meant, decision);
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

  private RequestSummary decided(JobSession session, String meant, Decision decision) {
    OfCopies copies = decision.whose.copies;
    return copies == null
        ? session
            .reviews()
            .decide(meant, decision.list, decision.whose.numbers, role.orElseOperator())
        : session
            .reviews()
            .decideCopies(
                meant,
                decision.list,
                new ReviewDesk.OfCopies(copies.theirs, copies.others, copies.reason),
                role.orElseOperator());
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
    String copies = copies(review);
    boolean copiesAlone = review.rows().isEmpty() && !review.ambiguous() && !copies.isEmpty();
    return copiesAlone ? copies : ofDatabase(review) + (copies.isEmpty() ? "" : "\n" + copies);
  }

  private String copies(Review review) {
    if (review.copies().rows().isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable("row", "group", "table", "object", "at", "agrees", "differs", "key", "said");
    for (Review.CopiedRow row : review.copies().rows()) {
      Review.Place first = row.places().get(0);
      int more = row.places().size() - 1;
      table.row(
          row.id(),
          row.group(),
          row.table(),
          first.set() + ": " + first.object() + (more == 0 ? "" : " and " + more + " more"),
          first.place(),
          String.join(", ", row.agreeing()),
          String.join(", ", row.differing()),
          row.primaryKey(),
          row.theirs().map(theirs -> theirs ? "theirs" : "not theirs"));
    }
    return "Rows of backups and files that may be the person's:\n"
        + table
        + "\nWhich of them are?\n  quietus request review "
        + job.file()
        + " "
        + id.given()
        + " --theirs ROW[,ROW] --not-theirs ROW[,ROW] --of "
        + review.copies().list()
        + " --reason CODE\n";
  }

  private String ofDatabase(Review review) {
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
