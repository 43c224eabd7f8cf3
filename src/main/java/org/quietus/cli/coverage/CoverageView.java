package org.quietus.cli.coverage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quietus.cli.output.TextTable;
import org.quietus.coverage.read.CoverageReport;
import org.quietus.policy.Counted;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.policy.TableName;

/**
 * What a job file does not cover, as it is printed.
 *
 * @param at when it was found
 * @param unnamed tables that nothing names and that show no sign of personal data
 * @param ignored what the job file acknowledges, with its reasons
 * @param unread what could not be looked at
 */
record CoverageView(
    String job,
    String database,
    String at,
    List<Row> findings,
    List<OrphanRow> orphans,
    List<String> unnamed,
    Map<String, String> ignored,
    List<UnreadRow> unread,
    List<Problem> warnings) {

  /** One table or column. */
  record Row(String level, String table, Optional<String> column, List<String> why) {}

  /** One reference; {@code atLeast} if there may be more rows. */
  record OrphanRow(String reference, String by, long rows, boolean atLeast) {}

  /** One table or reference that could not be looked at. */
  record UnreadRow(String what, String why) {}

  static CoverageView of(JobFile job, CoverageReport report, Instant now) {
    return new CoverageView(
        job.job(),
        report.product(),
        now.truncatedTo(ChronoUnit.SECONDS).toString(),
        report.findings().stream()
            .map(
                each ->
                    new Row(
                        each.level().toString(),
                        each.table().toString(),
                        each.column(),
                        each.why()))
            .toList(),
        report.orphans().stream()
            .map(
                each ->
                    new OrphanRow(
                        each.reference(),
                        each.declared() ? "owns" : "foreign key",
                        each.rows(),
                        !each.all()))
            .toList(),
        report.unnamed().stream().map(TableName::toString).toList(),
        job.ignored(),
        report.unread().stream().map(each -> new UnreadRow(each.what(), each.why())).toList(),
        report.warnings());
  }

  /** For people; {@code file} is the job file as they called it. */
  String text(String file) {
    StringBuilder text = new StringBuilder();
    findings(text);
    orphans(text);
    if (!unnamed.isEmpty()) {
      text.append("Tables that are not named, without a sign of personal data:\n\n  ")
          .append(String.join(", ", unnamed))
          .append("\n\n");
    }
    if (!unread.isEmpty()) {
      text.append("Not looked at:\n\n");
      unread.forEach(
          each ->
              text.append("  ").append(each.what()).append(": ").append(each.why()).append('\n'));
      text.append('\n');
    }
    warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
    return text.append(end(file)).append('\n').toString();
  }

  private void findings(StringBuilder text) {
    if (findings.isEmpty()) {
      return;
    }
    text.append("Not covered by job '%s', on %s:\n\n".formatted(job, database));
    TextTable table = new TextTable("level", "table", "column", "why");
    findings.forEach(
        each ->
            table.row(each.level(), each.table(), each.column(), String.join("; ", each.why())));
    text.append(table).append('\n');
  }

  private void orphans(StringBuilder text) {
    if (orphans.isEmpty()) {
      return;
    }
    text.append("Rows whose reference leads nowhere:\n\n");
    TextTable table = new TextTable("reference", "by", "rows");
    orphans.forEach(
        each ->
            table.row(
                each.reference(),
                each.by(),
                (each.atLeast() ? "at least " : "") + "%,d".formatted(each.rows())));
    text.append(table).append('\n');
  }

  private String end(String file) {
    int open = findings.size() + orphans.size() + unnamed.size();
    String levels =
        findings.stream()
            .collect(
                Collectors.groupingBy(Row::level, java.util.TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(level -> level.getValue() + " " + level.getKey())
            .collect(Collectors.joining(", "));
    if (open == 0) {
      return unread.isEmpty()
          ? "everything is covered or acknowledged"
          : "nothing was found, but not everything was looked at";
    }
    return "%s to cover, or to acknowledge in %s with a reason: ignored: { %s: … }%s"
        .formatted(
            Counted.of(open, "thing"),
            file,
            example(),
            levels.isEmpty() ? "" : "\n(" + levels + ")");
  }

  private String example() {
    return findings.stream()
        .findFirst()
        .map(each -> each.table() + each.column().map(name -> "." + name).orElse(""))
        .or(() -> unnamed.stream().findFirst())
        .orElseGet(() -> orphans.get(0).reference().replaceFirst(" ->.*", ""));
  }
}
