package org.quietus.report.portal;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Recipient;
import org.quietus.report.portal.Entry.Facts;

/** What lapses when, which holds are to be reviewed, who was told, and the jobs. */
final class ListSections {
  private static final int MOST_ROWS = 500;

  private final PortalText text;
  private final Entries entries;

  ListSections(PortalText text, Entries entries) {
    this.text = text;
    this.entries = entries;
  }

  void write(Html html) {
    calendar(html, new OpenCopies(entries).calendar());
    holds(html);
    recipients(html);
    jobs(html);
  }

  /** A section with a table of rows, or with a sentence if there is none. */
  <T> void section(
      Html html, String id, List<String> columns, Collection<T> rows, RowWriter<T> writer) {
    html.start("section", "id", id, "aria-labelledby", id + "-heading").line();
    html.element("h2", text.of(id + ".heading"), "id", id + "-heading").line();
    if (rows.isEmpty()) {
      html.element("p", text.of(id + ".none")).end("section").line();
      return;
    }
    html.element("p", text.of(id + ".explained"), "class", "note").line();
    HtmlTable table =
        new HtmlTable(
            html,
            text.of(id + ".heading"),
            id + "-table",
            columns.stream()
                .map(key -> key.startsWith("#") ? "#" + text.of(key.substring(1)) : text.of(key))
                .toList());
    rows.stream().limit(MOST_ROWS).forEach(row -> writer.write(table.row(), row));
    table.end();
    if (rows.size() > MOST_ROWS) {
      html.element("p", text.of("rows.more", text.number(rows.size() - (long) MOST_ROWS))).line();
    }
    html.end("section").line();
  }

  @FunctionalInterface
  interface RowWriter<T> {
    void write(HtmlTable table, T row);
  }

  private void day(HtmlTable table, LocalDate day) {
    table.head(
        cell -> cell.element("time", day.toString(), "datetime", day.toString(), "class", "due"));
  }

  private void calendar(Html html, Collection<OpenCopies.Lapsing> copies) {
    section(
        html,
        "calendar",
        List.of(
            "column.lapses",
            "column.place",
            "column.of",
            "column.protection",
            "column.follows",
            "#column.in-runs",
            "#column.in-requests"),
        copies,
        (table, lapsing) -> {
          lapsing
              .copy()
              .latestExpiry()
              .ifPresentOrElse(
                  day -> day(table, day),
                  () -> table.head(cell -> cell.text(text.of("calendar.unknown"))));
          table
              .text(text.code("place", lapsing.copy().place().label()))
              .name(lapsing.copy().of())
              .text(text.code("protection", lapsing.copy().protection()))
              .text(text.of(lapsing.copy().followUp() ? "yes" : "no"))
              .number(text.number(lapsing.ofRuns()))
              .number(text.band(lapsing.ofRequests()))
              .endRow();
        });
  }

  /** A hold, and the newest certificate that states it. */
  private record StatedHold(NotRemoved.Hold hold, LocalDate stated) {}

  private void holds(Html html) {
    Map<List<String>, StatedHold> found = new TreeMap<>(Comparator.comparing(Object::toString));
    for (Facts one : entries.latest()) {
      if (one.occasion().kind() == Occasion.Kind.REQUEST && !entries.withRequests()) {
        continue; // the certificate of the run states it too
      }
      for (NotRemoved.Hold hold : one.holds()) {
        found.merge(
            List.of(hold.review().toString(), hold.reference(), hold.basis(), hold.target()),
            new StatedHold(hold, one.issued()),
            (a, b) -> a.stated().isBefore(b.stated()) ? b : a);
      }
    }
    section(
        html,
        "holds",
        List.of(
            "column.review", "column.reference", "column.basis", "column.target", "column.stated"),
        found.values(),
        (table, stated) -> {
          day(table, stated.hold().review());
          table
              .name(stated.hold().reference())
              .text(text.code("basis", stated.hold().basis()))
              .name(stated.hold().target())
              .text(stated.stated().toString())
              .endRow();
        });
  }

  private void recipients(Html html) {
    TreeMap<String, TreeMap<Recipient.State, Long>> found = new TreeMap<>();
    entries
        .latest()
        .forEach(
            one ->
                one.recipients()
                    .forEach(
                        recipient ->
                            found
                                .computeIfAbsent(recipient.name(), name -> new TreeMap<>())
                                .merge(recipient.state(), 1L, Long::sum)));
    section(
        html,
        "recipients",
        Stream.concat(
                Stream.of("column.recipient"),
                Stream.of(Recipient.State.values()).map(state -> "#state." + state.label()))
            .toList(),
        found.entrySet(),
        (table, recipient) -> {
          table.head(cell -> cell.name(recipient.getKey()));
          for (Recipient.State state : Recipient.State.values()) {
            table.number(text.band(recipient.getValue().getOrDefault(state, 0L)));
          }
          table.endRow();
        });
  }

  /** What is certified of a job. */
  private record JobSeen(Facts last, long runs, long requests) {}

  private void jobs(Html html) {
    Map<List<String>, JobSeen> found = new TreeMap<>(Comparator.comparing(Object::toString));
    for (Facts one : entries.latest()) {
      boolean run = one.occasion().kind() == Occasion.Kind.RUN;
      found.merge(
          List.of(one.controller(), one.job()),
          new JobSeen(one, run ? 1 : 0, run ? 0 : 1),
          (a, b) ->
              new JobSeen(
                  lastRun(a.last(), b.last()), a.runs() + b.runs(), a.requests() + b.requests()));
    }
    section(
        html,
        "jobs",
        List.of(
            "column.job",
            "column.controller",
            "#column.runs",
            "column.last-run",
            "column.outcome",
            "#column.requests"),
        found.values(),
        (table, job) -> {
          boolean ran = job.last().occasion().kind() == Occasion.Kind.RUN;
          table
              .head(cell -> cell.name(job.last().job()))
              .name(job.last().controller())
              .number(text.number(job.runs()))
              .text(ran ? job.last().issued().toString() : "")
              .text(ran ? text.outcome(job.last().outcome()) : "")
              .number(text.band(job.requests()))
              .endRow();
        });
  }

  private static Facts lastRun(Facts a, Facts b) {
    if (a.occasion().kind() != b.occasion().kind()) {
      return a.occasion().kind() == Occasion.Kind.RUN ? a : b;
    }
    return a.issued().isBefore(b.issued()) ? b : a;
  }
}
