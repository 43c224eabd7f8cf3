package org.quietus.report.portal;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was erased, which deadlines were met, and what remains, by month: charts and tables. */
final class ChartSections {
  private static final int MONTHS = 24;
  private static final int MOST_CHARTS = 8;

  private final PortalText text;
  private final Entries entries;

  ChartSections(PortalText text, Entries entries) {
    this.text = text;
    this.entries = entries;
  }

  void write(Html html) {
    erased(html, ErasedRecords.of(entries));
    deadlines(html, Punctuality.of(entries));
    open(html, new OpenCopies(entries).byMonth());
  }

  private void begin(Html html, String id) {
    html.start("section", "id", id, "aria-labelledby", id + "-heading").line();
    html.element("h2", text.of(id + ".heading"), "id", id + "-heading").line();
    html.element("p", text.of(id + ".explained"), "class", "note").line();
  }

  private void erased(Html html, ErasedRecords records) {
    begin(html, "erased");
    if (records.byMonth().isEmpty()) {
      html.element("p", text.of("erased.none")).end("section").line();
      return;
    }
    html.start("div", "class", "beside").start("div", "class", "charts").line();
    List<Map.Entry<String, Long>> categories = records.byCategory();
    for (Map.Entry<String, Long> category :
        categories.subList(0, Math.min(MOST_CHARTS, categories.size()))) {
      String name = category(category.getKey());
      html.start("figure").start("figcaption").name(name).end("figcaption");
      new BarChart(text, 64)
          .draw(
              html,
              text.of("erased.chart", name),
              lastMonths(records.byMonth()).stream()
                  .map(
                      month ->
                          new BarChart.Bar(month, List.of(records.of(month, category.getKey()))))
                  .toList());
      html.end("figure").line();
    }
    html.end("div").line();
    HtmlTable table =
        table(html, "erased", List.of("column.month", "column.category", "#column.removed"));
    records
        .byMonth()
        .descendingMap()
        .forEach(
            (month, byCategory) ->
                byCategory.forEach(
                    (category, count) ->
                        table
                            .row()
                            .head(cell -> cell.text(month.toString()))
                            .name(category(category))
                            .number(text.band(count))
                            .endRow()));
    table.end();
    html.end("div").end("section").line();
  }

  private String category(String name) {
    return name.isEmpty() ? text.of("erased.no-category") : name;
  }

  private void deadlines(Html html, Punctuality deadlines) {
    begin(html, "deadlines");
    if (deadlines.byMonth().isEmpty()) {
      html.element("p", text.of("deadlines.none")).end("section").line();
      return;
    }
    html.start("div", "class", "beside").start("div", "class", "charts").start("figure").line();
    html.start("figcaption", "class", "legend")
        .element("span", text.of("column.met"), "class", "key part1")
        .text(" ")
        .element("span", text.of("column.missed"), "class", "key part2")
        .end("figcaption");
    new BarChart(text, 120)
        .draw(
            html,
            text.of("deadlines.chart"),
            lastMonths(deadlines.byMonth()).stream()
                .map(
                    month -> {
                      Punctuality.Kept kept =
                          deadlines.byMonth().getOrDefault(month, Punctuality.Kept.NONE);
                      return new BarChart.Bar(month, List.of(kept.met(), kept.missed()));
                    })
                .toList());
    html.end("figure").end("div").line();
    HtmlTable table =
        table(
            html,
            "deadlines",
            List.of("column.month", "#column.met", "#column.missed", "#column.not-completed"));
    deadlines
        .byMonth()
        .descendingMap()
        .forEach(
            (month, kept) ->
                table
                    .row()
                    .head(cell -> cell.text(month.toString()))
                    .number(text.band(kept.met()))
                    .number(text.band(kept.missed()))
                    .number(text.band(kept.open()))
                    .endRow());
    table.end();
    html.end("div").end("section").line();
  }

  private void open(Html html, TreeMap<YearMonth, Long> byMonth) {
    begin(html, "open");
    if (byMonth.isEmpty()) {
      html.element("p", text.of("open.none")).end("section").line();
      return;
    }
    html.start("div", "class", "beside").start("div", "class", "charts").start("figure").line();
    new BarChart(text, 120)
        .draw(
            html,
            text.of("open.chart"),
            lastMonths(byMonth).stream()
                .map(month -> new BarChart.Bar(month, List.of(byMonth.getOrDefault(month, 0L))))
                .toList());
    html.end("figure").end("div").line();
    HtmlTable table = table(html, "open", List.of("column.month", "#column.open"));
    byMonth
        .descendingMap()
        .forEach(
            (month, count) ->
                table
                    .row()
                    .head(cell -> cell.text(month.toString()))
                    .number(text.band(count))
                    .endRow());
    table.end();
    html.end("div").end("section").line();
  }

  private HtmlTable table(Html html, String id, List<String> columns) {
    return new HtmlTable(
        html,
        text.of(id + ".heading"),
        id + "-table",
        columns.stream()
            .map(key -> key.startsWith("#") ? "#" + text.of(key.substring(1)) : text.of(key))
            .toList());
  }

  /** The last of them without a gap. */
  private static List<YearMonth> lastMonths(SortedMap<YearMonth, ?> months) {
    List<YearMonth> found = new ArrayList<>();
    YearMonth last = months.lastKey();
    YearMonth first = months.firstKey();
    if (first.isBefore(last.minusMonths(MONTHS - 1L))) {
      first = last.minusMonths(MONTHS - 1L);
    }
    for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
      found.add(month);
    }
    return found;
  }
}
