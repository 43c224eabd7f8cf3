package org.quietus.report.portal;

import java.util.List;
import java.util.function.Consumer;

/**
 * What every page has: its head, which forbids everything that is not in the portal's own files,
 * and the landmarks around its content.
 *
 * @param up from the page to the portal's folder, e.g. {@code ../}
 * @param scripts names in {@code assets/}, in their order
 */
record PageFrame(PortalText text, String up, List<String> scripts) {
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none';"
          + " form-action 'none'";

  /** A whole page. */
  String page(String title, Consumer<Html> main, Consumer<Html> footer, Consumer<Html> data) {
    Html html = new Html().document();
    html.start("html", "lang", text.language().tag()).line();
    head(html, title);
    html.start("body").line();
    html.element("a", text.of("skip"), "class", "skip", "href", "#main").line();
    html.start("header").start("p", "class", "site");
    html.element("a", text.of("site"), "href", up + "index.html").end("p").end("header").line();
    html.start("main", "id", "main", "tabindex", "-1").line();
    main.accept(html);
    html.end("main").line();
    html.start("footer").line();
    footer.accept(html);
    html.end("footer").line();
    data.accept(html);
    return html.end("body").line().end("html").line().toString();
  }

  private void head(Html html, String title) {
    html.start("head").line();
    html.start("meta", "charset", "utf-8").line();
    html.start("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).line();
    html.start("meta", "name", "referrer", "content", "no-referrer").line();
    html.start("meta", "name", "robots", "content", "noindex").line();
    html.start("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.start("meta", "name", "color-scheme", "content", "light dark").line();
    html.element("title", title).line();
    html.start("link", "rel", "icon", "href", up + "assets/icon.svg").line();
    html.start("link", "rel", "stylesheet", "href", up + "assets/portal.css").line();
    for (String script : scripts) {
      html.start("script", "defer", "", "src", up + "assets/" + script).end("script").line();
    }
    html.end("head").line();
  }
}
