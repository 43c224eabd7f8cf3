package org.quietus.report.portal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.quietus.certificate.CertificateAudit;
import org.quietus.report.portal.Entry.Facts;

/** The first page: how things stand, and the way to each certificate. */
final class IndexPage {
  private static final int MOST_PROBLEMS = 200;

  private final PortalText text;
  private final Entries entries;
  private final CertificateAudit.Report audit;
  private final CheckPanel check;
  private final Instant madeAt;
  private final List<PolicyGaps> gaps;

  IndexPage(
      PortalText text,
      Entries entries,
      CertificateAudit.Report audit,
      CheckPanel check,
      Instant madeAt,
      List<PolicyGaps> gaps) {
    this.text = text;
    this.entries = entries;
    this.audit = audit;
    this.check = check;
    this.madeAt = madeAt;
    this.gaps = gaps;
  }

  String html() {
    return new PageFrame(
            text, "", List.of("texts.js", "check.js", "trust.js", "log.js", "index.js"))
        .page(text.of("title"), this::main, this::footer, this::data);
  }

  private void main(Html html) {
    html.element("h1", text.of("title")).line();
    about(html);
    contents(html);
    tiles(html);
    if (!audit.isGood()) {
      problems(html);
    }
    check.write(html, text.of("check.unchecked-all"));
    new CertificateList(text, entries).firstPage(html);
    new ChartSections(text, entries).write(html);
    ListSections lists = new ListSections(text, entries);
    lists.write(html);
    if (!gaps.isEmpty()) {
      new GapSections(text, lists, gaps).write(html);
    }
  }

  private void about(Html html) {
    html.start("p");
    List<String> controllers =
        entries.good().stream().map(Facts::controller).distinct().sorted().toList();
    for (int i = 0; i < controllers.size(); i++) {
      html.text(i == 0 ? "" : " · ").name(controllers.get(i));
    }
    html.end("p").line();
    entries
        .until()
        .map(LocalDate::toString)
        .ifPresent(day -> html.element("p", text.of("until", day), "class", "note").line());
    long leftOut = entries.leftOut();
    if (leftOut > 0) {
      html.element("p", text.of("left-out", text.band(leftOut)), "class", "note").line();
    }
    if (audit.removed() > 0) {
      html.element("p", text.of("removed", text.band(audit.removed())), "class", "note").line();
    }
  }

  private void contents(Html html) {
    html.start("nav", "aria-label", text.of("contents")).start("ul");
    for (String section :
        List.of(
            "check",
            "certificates",
            "erased",
            "deadlines",
            "open",
            "calendar",
            "holds",
            "recipients",
            "jobs")) {
      content(html, section);
    }
    if (!gaps.isEmpty()) {
      GapSections.IDS.forEach(section -> content(html, section));
    }
    html.end("ul").end("nav").line();
  }

  private void content(Html html, String section) {
    html.start("li").element("a", text.of(section + ".heading"), "href", "#" + section).end("li");
  }

  private void tiles(Html html) {
    Punctuality.Kept kept = Punctuality.of(entries).inAll();
    html.start("dl", "class", "tiles").line();
    tile(html, "certificates", text.number(entries.all().size() - entries.leftOut()), "");
    tile(html, "bad", text.number(entries.bad()), entries.bad() > 0 ? " bad" : "");
    tile(html, "erased", text.band(ErasedRecords.of(entries).inAll()), "");
    tile(html, "met", text.band(kept.met()), "");
    tile(html, "missed", text.band(kept.missed()), kept.missed() > 0 ? " warn" : "");
    tile(html, "open", text.band(new OpenCopies(entries).open()), "");
    html.end("dl").line();
  }

  private void tile(Html html, String key, String value, String kind) {
    html.start("div", "class", "tile" + kind);
    html.element("dt", text.of("tile." + key)).element("dd", value);
    html.end("div").line();
  }

  private void problems(Html html) {
    html.start("section", "class", "bad", "id", "problems", "aria-labelledby", "problems-heading")
        .line();
    html.element("h2", text.of("problems.heading"), "id", "problems-heading").line();
    html.element("p", text.of("problems.explained")).line();
    html.start("ul", "lang", "en").line();
    audit.problems().stream()
        .limit(MOST_PROBLEMS)
        .forEach(problem -> html.element("li", problem + ".").line());
    html.end("ul").line();
    if (audit.problems().size() > MOST_PROBLEMS) {
      html.element(
          "p",
          text.of("problems.more", text.number(audit.problems().size() - (long) MOST_PROBLEMS)));
    }
    html.end("section").line();
  }

  private void footer(Html html) {
    html.start("p").text(text.of("footer.made")).text(" ");
    String made = madeAt.truncatedTo(ChronoUnit.SECONDS).toString();
    html.element("time", made, "datetime", made).end("p").line();
    html.element("p", text.of("footer.index")).line();
  }

  private void data(Html html) {
    check.data(html);
    html.data(
        "portal",
        JsonData.of(JsonData.object("chunks", EvidenceFiles.chunks(entries.all().size()))));
  }
}
