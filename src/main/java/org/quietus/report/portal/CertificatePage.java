package org.quietus.report.portal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.certificate.AuditVisitor;
import org.quietus.certificate.Identity;
import org.quietus.certificate.Verdict;
import org.quietus.report.CertificateOutline;
import org.quietus.report.Outline;

/** The page of one certificate file, good or not. */
final class CertificatePage {
  private final PortalText text;
  private final PageFrame frame;
  private final CheckPanel check;
  private final Set<String> ids;

  /** Pages that link to each other where the portal has these ids. */
  CertificatePage(PortalText text, CheckPanel check, Set<String> ids) {
    this.text = text;
    this.frame =
        new PageFrame(
            text, "../", List.of("texts.js", "check.js", "trust.js", "log.js", "certificate.js"));
    this.check = check;
    this.ids = Set.copyOf(ids);
  }

  static String file(String id) {
    return "certificates/" + id + ".html";
  }

  String of(AuditVisitor.Examined examined, Entry entry) {
    return frame.page(
        text.of("certificate.title", examined.id()),
        html -> {
          html.element("h1", text.of("certificate.title", examined.id())).line();
          if (!entry.isGood()) {
            problems(html, examined.problems());
          }
          String unchecked =
              text.of(isEmbedded(examined, entry) ? "check.unchecked" : "check.not-embedded");
          if (examined.verdict() instanceof Verdict.Good good) {
            Outline outline = CertificateOutline.of(good.certificate(), text.language());
            lead(html, outline);
            neighbours(html, good.certificate().identity());
            check.write(html, unchecked);
            outline.sections().forEach(section -> section(html, section));
          } else {
            html.element("p", text.of("certificate.unreadable")).line();
            check.write(html, unchecked);
          }
        },
        html -> html.element("p", text.of("footer.certificate")).line(),
        html -> {
          check.data(html);
          html.data("evidence", JsonData.of(evidence(examined, entry)));
        });
  }

  /** What is not an envelope may be anything, and is shown to nobody. */
  private static boolean isEmbedded(AuditVisitor.Examined examined, Entry entry) {
    return examined.verdict() instanceof Verdict.Good || !entry.aboutRequest();
  }

  /** The exact bytes that a browser checks. */
  static Map<String, Object> evidence(AuditVisitor.Examined examined, Entry entry) {
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("id", examined.id());
    evidence.put("good", entry.isGood());
    if (isEmbedded(examined, entry)) {
      evidence.put("file", examined.file());
      examined.proof().ifPresent(proof -> evidence.put("proof", proof));
    }
    return evidence;
  }

  private void problems(Html html, List<String> problems) {
    html.start("section", "class", "bad", "aria-labelledby", "problems-heading");
    html.element("h2", text.of("certificate.not-good"), "id", "problems-heading");
    html.start("ul", "lang", "en");
    problems.forEach(problem -> html.element("li", problem + "."));
    html.end("ul").end("section").line();
  }

  private void neighbours(Html html, Identity identity) {
    identity.supersedes().ifPresent(id -> neighbour(html, "certificate.supersedes", id));
    Optional.of(identity.occasion().certificateId(identity.sequence() + 1))
        .filter(ids::contains)
        .ifPresent(id -> neighbour(html, "certificate.superseded", id));
  }

  private void neighbour(Html html, String key, String id) {
    html.start("p", "class", "note").text(text.of(key)).text(" ");
    if (ids.contains(id)) {
      html.element("a", id, "href", id + ".html");
    } else {
      html.text(id);
    }
    html.end("p").line();
  }

  /** What it says, in the order of {@link Outline}. */
  private static void lead(Html html, Outline outline) {
    html.start("p", "class", "lead outcome-" + outline.lead().code());
    html.element("strong", outline.lead().word()).text(" ").text(outline.lead().sentence());
    html.end("p").line();
  }

  private static void section(Html html, Outline.Section section) {
    String id = "section-" + section.key();
    html.start("section", "id", id, "aria-labelledby", id + "-heading").line();
    html.start("h2", "id", id + "-heading").name(section.title()).end("h2").line();
    boolean inList = false;
    for (Outline.Row row : section.rows()) {
      boolean labelled = !row.label().isEmpty();
      if (labelled && !inList) {
        html.start("dl", "class", "facts").line();
      } else if (!labelled && inList) {
        html.end("dl").line();
      }
      inList = labelled;
      if (labelled) {
        html.element("dt", row.label()).start("dd");
        value(html, row, "code");
        html.end("dd").line();
      } else {
        html.start("div", "class", "wide");
        value(html, row, "pre");
        html.end("div").line();
      }
    }
    if (inList) {
      html.end("dl").line();
    }
    html.end("section").line();
  }

  private static void value(Html html, Outline.Row row, String code) {
    if (!row.text().isEmpty()) {
      html.name(row.text());
    }
    if (!row.code().isEmpty()) {
      html.text(row.text().isEmpty() ? "" : " ");
      html.element(code, row.code());
    }
  }
}
