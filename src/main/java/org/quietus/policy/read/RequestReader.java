package org.quietus.policy.read;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.quietus.policy.CombinedIdentifier;
import org.quietus.policy.ErasureClock;
import org.quietus.policy.HashedColumn;
import org.quietus.policy.ListFormat;
import org.quietus.policy.RequestKind;
import org.quietus.policy.RequestSettings;
import org.quietus.policy.TableName;

/** Reads how requests come in and how they are answered. */
final class RequestReader {
  private RequestReader() {}

  /**
   * Reads what stands under {@code requests}.
   *
   * @param passedOn whether answers are passed on to requesters, so that they have to be answered
   * @param calendar whether the job file names one
   */
  static RequestSettings read(JobEntry entry, Scalars scalars, boolean passedOn, boolean calendar) {
    JobEntry inbox = entry.get("inbox");
    Optional<TableName> table =
        inbox.isPresent() ? Optional.of(scalars.table(inbox)) : Optional.empty();
    if (table.filter(name -> !name.table().matches("[A-Za-z_][A-Za-z0-9_]*|\\?")).isPresent()) {
      inbox.problem(
          "BAD-INBOX",
          inbox.path() + " has a name that would have to be quoted",
          "name the table with letters, digits and _ only");
    }
    return new RequestSettings(
        table,
        passedOn || entry.get("answers").text().filter("required"::equals).isPresent(),
        kinds(entry, calendar),
        format(entry.get("hashed")),
        JobReader.named(entry.get("hashed").get("combined"), RequestReader::combined));
  }

  private static Map<RequestKind, ErasureClock> kinds(JobEntry entry, boolean calendar) {
    Map<RequestKind, ErasureClock> kinds = new EnumMap<>(RequestKind.class);
    for (RequestKind kind : RequestKind.ANSWERED) {
      JobEntry declared = entry.get(kind.toString());
      if (declared.isPresent()) {
        kinds.put(kind, ClockReader.clock(declared, calendar));
      }
    }
    return kinds;
  }

  private static CombinedIdentifier combined(String name, JobEntry entry) {
    return new CombinedIdentifier(
        name,
        Scalars.text(entry.get("subject")),
        JobReader.named(entry.get("columns"), (column, how) -> column(how)),
        entry.get("join").text().orElse(""));
  }

  private static HashedColumn column(JobEntry entry) {
    JobEntry digits = entry.get("digits");
    JobEntry date = entry.get("date");
    if (digits.isPresent()) {
      return new HashedColumn(HashedColumn.Kind.DIGITS, digits.scalar().orElse(""));
    }
    if (date.isPresent()) {
      return new HashedColumn(HashedColumn.Kind.DATE, date.text().orElse(""));
    }
    return new HashedColumn(
        switch (entry.text().orElse("")) {
          case "lower" -> HashedColumn.Kind.LOWER;
          case "letters" -> HashedColumn.Kind.LETTERS;
          case "digits" -> HashedColumn.Kind.DIGITS;
          default -> HashedColumn.Kind.AS_IS;
        },
        "");
  }

  private static ListFormat format(JobEntry entry) {
    ListFormat published = ListFormat.PUBLISHED;
    JobEntry columns = entry.get("columns");
    JobEntry report = entry.get("report");
    ListFormat format =
        new ListFormat(
            columns.get("id").text().orElse(published.id()),
            columns.get("hash").text().orElse(published.hash()),
            entry.get("normalise").text().filter("compared"::equals).isPresent(),
            report.get("id").text().orElse(published.reportId()),
            report.get("status").text().orElse(published.reportStatus()),
            report.get("exempted").scalar().orElse(published.exempted()),
            report.get("deleted").scalar().orElse(published.deleted()),
            report.get("not-found").scalar().orElse(published.notFound()));
    requireDifferent(columns, format.id(), format.hash());
    requireDifferent(report, format.reportId(), format.reportStatus());
    return format;
  }

  private static void requireDifferent(JobEntry entry, String one, String other) {
    if (one.equals(other)) {
      entry.problem(
          "SAME-COLUMN", entry.path() + " names one column twice", "name two different columns");
    }
  }
}
