package org.quietus.report.portal;

import java.util.List;
import java.util.function.Consumer;

/** A table with a caption, and headers for columns and for rows. */
final class HtmlTable {
  private final Html html;

  /** Begins it; columns whose header begins with {@code #} hold numbers. */
  HtmlTable(Html html, String caption, String id, List<String> headers) {
    this.html = html;
    html.start("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
    html.start("table", "id", id).line();
    html.element("caption", caption).line();
    html.start("thead").start("tr");
    for (String header : headers) {
      boolean number = header.startsWith("#");
      html.element(
          "th",
          number ? header.substring(1) : header,
          "scope",
          "col",
          "class",
          number ? "number" : "text");
    }
    html.end("tr").end("thead").line().start("tbody").line();
  }

  HtmlTable row() {
    html.start("tr");
    return this;
  }

  /** The cell that says what the row is about. */
  HtmlTable head(Consumer<Html> content) {
    html.start("th", "scope", "row");
    content.accept(html);
    html.end("th");
    return this;
  }

  HtmlTable cell(Consumer<Html> content) {
    html.start("td");
    content.accept(html);
    html.end("td");
    return this;
  }

  HtmlTable text(String text) {
    html.element("td", text);
    return this;
  }

  HtmlTable name(String text) {
    return cell(cell -> cell.name(text));
  }

  HtmlTable number(String number) {
    html.element("td", number, "class", "number");
    return this;
  }

  HtmlTable endRow() {
    html.end("tr").line();
    return this;
  }

  void end() {
    html.end("tbody").end("table").end("div").line();
  }
}
