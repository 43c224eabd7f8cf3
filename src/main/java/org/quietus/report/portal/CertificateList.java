package org.quietus.report.portal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.quietus.certificate.Outcome;
import org.quietus.report.portal.Entry.Facts;

/** The table of certificates: a first page that scripts search, and plain pages without scripts. */
final class CertificateList {
  /** Rows that are on a page at once, with scripts. */
  static final int FIRST = 25;

  private static final int A_PAGE = 500;

  private final PortalText text;
  private final Entries entries;
  private final List<Entry> shown;

  CertificateList(PortalText text, Entries entries) {
    this.text = text;
    this.entries = entries;
    this.shown = entries.shown();
  }

  /** The section of the index. */
  void firstPage(Html html) {
    html.start("section", "id", "certificates", "aria-labelledby", "certificates-heading").line();
    html.element("h2", text.of("certificates.heading"), "id", "certificates-heading").line();
    filter(html);
    html.element(
            "p",
            text.of("certificates.count", Math.min(FIRST, shown.size()), text.number(shown.size())),
            "id",
            "certificates-count",
            "role",
            "status")
        .line();
    table(html, "", shown.subList(0, Math.min(FIRST, shown.size())));
    html.start("p", "id", "certificates-pages", "class", "buttons", "hidden", "").end("p").line();
    if (pages() > 0) {
      html.start("p", "id", "certificates-plain")
          .element("a", text.of("certificates.plain"), "href", file(1))
          .end("p")
          .line();
    }
    html.end("section").line();
  }

  private int pages() {
    return shown.size() > FIRST ? (shown.size() + A_PAGE - 1) / A_PAGE : 0;
  }

  private static String file(int page) {
    return "list-%04d.html".formatted(page);
  }

  private void filter(Html html) {
    html.start("div", "role", "search", "id", "filter", "hidden", "").line();
    html.start("p", "class", "field")
        .element("label", text.of("filter.text"), "for", "filter-text")
        .start("input", "id", "filter-text", "type", "search", "autocomplete", "off")
        .end("p")
        .line();
    select(
        html,
        "outcome",
        values(f -> List.of(f.outcome().name())),
        code -> text.outcome(Outcome.valueOf(code)));
    select(html, "type", values(f -> List.of(f.type().label())), code -> text.code("type", code));
    select(
        html, "month", values(f -> List.of(f.issued().toString().substring(0, 7))), code -> code);
    select(html, "category", values(Facts::categories), code -> code);
    html.end("div").line();
  }

  private TreeSet<String> values(Function<Facts, List<String>> of) {
    TreeSet<String> found = new TreeSet<>();
    shown.stream().flatMap(e -> e.facts().stream()).forEach(f -> found.addAll(of.apply(f)));
    return found;
  }

  private void select(
      Html html, String name, TreeSet<String> values, Function<String, String> word) {
    String id = "filter-" + name;
    html.start("p", "class", "field").element("label", text.of("filter." + name), "for", id);
    html.start("select", "id", id);
    html.element("option", text.of("filter.all"), "value", "");
    if (name.equals("outcome") && entries.bad() > 0) {
      html.element("option", text.of("js.not-good"), "value", "!");
    }
    values.forEach(value -> html.element("option", word.apply(value), "value", value));
    html.end("select").end("p").line();
  }

  private void table(Html html, String up, List<Entry> rows) {
    HtmlTable table =
        new HtmlTable(
            html,
            text.of("certificates.heading"),
            "certificates-table",
            List.of(
                text.of("column.certificate"),
                text.of("column.type"),
                text.of("column.issued"),
                text.of("column.job"),
                text.of("column.outcome"),
                "#" + text.of("column.removed"),
                "#" + text.of("column.left"),
                text.of("column.check")));
    rows.forEach(entry -> row(table, up, entry));
    table.end();
  }

  private void row(HtmlTable table, String up, Entry entry) {
    table
        .row()
        .head(cell -> cell.element("a", entry.id(), "href", up + CertificatePage.file(entry.id())));
    if (entry.facts().isPresent()) {
      Facts facts = entry.facts().get();
      table
          .text(text.type(facts.type()))
          .text(facts.issued().toString())
          .name(facts.job())
          .text(text.outcome(facts.outcome()))
          .number(text.number(facts.removed()))
          .number(text.number(facts.left()));
    } else {
      table.text("").text("").text("").text("").number("").number("");
    }
    table
        .cell(
            cell ->
                cell.element(
                    "span",
                    text.of(entry.isGood() ? "js.was-good" : "js.not-good"),
                    "class",
                    entry.isGood() ? "state was-good" : "state bad"))
        .endRow();
  }

  /** The plain pages, by their names; none if the index shows all. */
  Map<String, String> plainPages() {
    Map<String, String> found = new TreeMap<>();
    for (int page = 1; page <= pages(); page++) {
      found.put(file(page), plainPage(page));
    }
    return found;
  }

  private String plainPage(int page) {
    String title = text.of("plain.title", page, pages());
    return new PageFrame(text, "", List.of())
        .page(
            title,
            html -> {
              html.element("h1", title).line();
              turn(html, page);
              table(
                  html,
                  "",
                  shown.subList((page - 1) * A_PAGE, Math.min(page * A_PAGE, shown.size())));
              turn(html, page);
            },
            html -> html.element("p", text.of("footer.plain")).line(),
            html -> {});
  }

  private void turn(Html html, int page) {
    html.start("nav", "aria-label", text.of("plain.pages")).start("ul");
    if (page > 1) {
      html.start("li").element("a", text.of("js.previous"), "href", file(page - 1), "rel", "prev");
      html.end("li");
    }
    if (page < pages()) {
      html.start("li").element("a", text.of("js.next"), "href", file(page + 1), "rel", "next");
      html.end("li");
    }
    html.end("ul").end("nav").line();
  }

  /** All rows for the script that searches them. */
  String script() {
    TreeSet<String> categories = values(Facts::categories);
    List<String> names = List.copyOf(categories);
    List<List<Object>> rows = shown.stream().map(entry -> row(entry, names)).toList();
    return "\"use strict\";\nglobalThis.quietusRows="
        + JsonData.escaped(JsonData.of(JsonData.object("categories", names, "rows", rows)))
        + ";\n";
  }

  private static List<Object> row(Entry entry, List<String> categories) {
    List<Object> row = new ArrayList<>(List.of(entry.id(), entry.isGood() ? 1 : 0));
    entry
        .facts()
        .ifPresent(
            facts ->
                row.addAll(
                    List.of(
                        facts.type().label(),
                        facts.issued().toString(),
                        facts.job(),
                        facts.controller(),
                        facts.outcome().name(),
                        facts.removed(),
                        facts.left(),
                        IntStream.range(0, categories.size())
                            .filter(i -> facts.categories().contains(categories.get(i)))
                            .boxed()
                            .toList(),
                        facts.tenant().orElse(""))));
    return row;
  }
}
