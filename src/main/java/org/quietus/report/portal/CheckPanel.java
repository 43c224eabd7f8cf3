package org.quietus.report.portal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a page says what the browser found of signatures and log, and takes other keys. */
final class CheckPanel {
  private final PortalText text;
  private final PortalKeys keys;

  CheckPanel(PortalText text, PortalKeys keys) {
    this.text = text;
    this.keys = keys;
  }

  /** The panel; {@code said} is what it says until a script has looked. */
  void write(Html html, String said) {
    html.start("section", "id", "check", "aria-labelledby", "check-heading", "data-state", "none")
        .line();
    html.element("h2", text.of("check.heading"), "id", "check-heading").line();
    html.element("p", said, "id", "check-result", "role", "status").line();
    html.start("ul", "id", "check-findings").end("ul").line();
    html.start("p", "id", "check-actions", "hidden", "").end("p").line();
    html.start("dl", "id", "check-signed", "hidden", "").end("dl").line();
    html.element("p", text.of("check.whose"), "id", "check-whose", "class", "note").line();
    own(html);
    html.end("section").line();
  }

  private void own(Html html) {
    html.start("details", "id", "own", "hidden", "").element("summary", text.of("own.summary"));
    html.element("p", text.of("own.explained"));
    html.start("p").element("label", text.of("own.label"), "for", "own-text").end("p");
    html.start(
            "textarea", "id", "own-text", "rows", "6", "spellcheck", "false", "autocomplete", "off")
        .end("textarea");
    html.start("p")
        .element("label", text.of("own.file"), "for", "own-file")
        .text(" ")
        .start("input", "id", "own-file", "type", "file", "multiple", "")
        .end("p");
    html.start("p", "class", "buttons");
    html.element("button", text.of("own.apply"), "id", "own-apply", "type", "button");
    html.text(" ");
    html.element("button", text.of("own.forget"), "id", "own-forget", "type", "button");
    html.end("p");
    html.start("p", "id", "own-result", "role", "status").end("p");
    html.end("details").line();
  }

  /** The keys of the store, as a data block. */
  void data(Html html) {
    Map<String, Object> trust = new LinkedHashMap<>();
    trust.put("keys", keys.certificates());
    trust.put("logs", keys.logs());
    trust.put("events", List.copyOf(keys.events()));
    html.data("trust", JsonData.of(trust));
  }
}
