package org.quietus.cli.hold;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.hold.LegalHold;
import org.quietus.job.HoldOrder;
import org.quietus.job.HoldSummary;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import org.quietus.policy.Counted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets a hold. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    header = {"Sets a legal hold or a restriction.", ""},
    description = {
      "Protects a person and all that belongs to them, or the rows of a table that meet a"
          + " condition, now and later. A record goes only whole, so that one row that is held"
          + " keeps all of its graph. When the command returns, every run of every job on the"
          + " database honours it.",
      "Identifiers of a person are read from a file or the standard input, one per line as"
          + " 'type: value', never from the command line."
    },
    footer = {
      "",
      "Examples:",
      "  quietus hold add jobs/crm.yaml --reference LH-17 --basis litigation --review 2027-01-31"
          + " \\",
      "      --identifiers-from person.txt",
      "  quietus hold add jobs/crm.yaml --case '1 O 23/26' --basis litigation --review 2027-01-31"
          + " \\",
      "      --records crm.invoice --where \"issued_on >= '2025-01-01'\""
    })
public final class HoldAddCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;
  @Mixin private PersonOption person;

  @Option(
      names = "--records",
      paramLabel = "TABLE",
      description = "Hold rows of this table, named as in the job file: database.table.")
  private Optional<String> records;

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description = "Which rows: an SQL condition over columns of the table.")
  private Optional<String> where;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "legal-hold",
      description = "legal-hold or restriction. Default: ${DEFAULT-VALUE}.")
  private String kind;

  @Option(
      names = "--reference",
      paramLabel = "REF",
      description = "The number that your files have it under; stands on certificates.")
  private Optional<String> reference;

  @Option(
      names = "--case",
      paramLabel = "REF",
      description = "A case, all holds of which can be released together.")
  private Optional<String> caseReference;

  @Option(
      names = "--basis",
      paramLabel = "CODE",
      required = true,
      description = "Why, as a code, e.g. litigation.")
  private String basis;

  @Option(
      names = "--review",
      paramLabel = "DATE",
      required = true,
      description = "The day on which somebody decides whether it is still needed.")
  private LocalDate review;

  public HoldAddCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    if (records.isPresent() != where.isPresent() || records.isPresent() == person.isGiven()) {
      throw new Refusal("say what to hold: either --identifiers-from, or --records with --where");
    }
    Optional<PersonOption.Given> given = person.read(surroundings);
    try (JobSession session = job.openCaughtUp(surroundings)) {
      HoldOrder.Extent extent =
          given.isPresent()
              ? new HoldOrder.Person(
                  given.get().subject(session.job(), job.file()), given.get().identifiers())
              : new HoldOrder.Rows(records.orElseThrow(), where.orElseThrow());
      HoldSummary added =
          session
              .holds()
              .add(new HoldOrder(kind(), reference, caseReference, basis, review, extent));
      output.print(added, out -> print(added, out));
    }
    return ExitCode.OK.code();
  }

  private LegalHold.Kind kind() {
    for (LegalHold.Kind known : LegalHold.Kind.values()) {
      if (known.word().equals(kind.toLowerCase(Locale.ROOT))) {
        return known;
      }
    }
    throw new Refusal("--kind: write legal-hold or restriction");
  }

  private static void print(HoldSummary added, PrintWriter out) {
    long rows = added.rows().orElse(0);
    out.println("set " + added.kind() + " " + added.id());
    out.println(
        rows == 0
            ? "nothing in " + added.records() + " matches now; what comes later will be held"
            : Counted.of(rows, "row") + " of " + added.records() + " held now");
  }
}
