package org.quietus.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quietus.certificate.CategoryTotals;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Counts;
import org.quietus.certificate.Method;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.Tool;
import org.quietus.report.Outline.Row;
import org.quietus.report.Outline.Section;

/** What was removed: first by category of data, then target by target. */
final class RemovedSections {
  private final Certificate certificate;
  private final Words words;
  private final Wording wording;

  RemovedSections(Certificate certificate, Words words, Wording wording) {
    this.certificate = certificate;
    this.words = words;
    this.wording = wording;
  }

  List<Section> sections() {
    List<TargetRecord> targets = certificate.targets();
    boolean oneTool = targets.stream().map(TargetRecord::tool).distinct().count() == 1;
    List<Section> sections = new ArrayList<>();
    List<Row> totals = totals(oneTool);
    if (!totals.isEmpty()) {
      sections.add(new Section("removed", words.text("section.removed"), totals));
    }
    for (TargetRecord target : targets) {
      sections.add(
          new Section(
              Section.TARGET + (targets.indexOf(target) + 1),
              words.text("section.target", "name", target.name()),
              rows(target, oneTool)));
    }
    return sections;
  }

  private List<Row> totals(boolean oneTool) {
    SectionRows rows = new SectionRows(words);
    for (CategoryTotals totals : certificate.categories()) {
      long masked = masked(totals.category());
      rows.add(
          "category",
          words.text(
              masked == 0 ? "totals" : "totals.masked",
              "category",
              totals.category(),
              "removed",
              Words.number(totals.removed()),
              "masked",
              Words.number(masked),
              "left",
              Words.number(totals.left())));
    }
    if (certificate.targets().isEmpty()) {
      rows.add("records", words.text("untouched"));
    } else if (oneTool) {
      tool(certificate.targets().get(0).tool(), rows);
    }
    return rows.all();
  }

  /** How many of the removed records of a category have an original that survives elsewhere. */
  private long masked(String category) {
    return certificate.targets().stream()
        .filter(target -> target.categories().contains(category))
        .mapToLong(target -> target.counts().masked())
        .sum();
  }

  private List<Row> rows(TargetRecord target, boolean oneTool) {
    SectionRows rows = new SectionRows(words);
    rows.add("counts", counts(target.counts()));
    rows.add("method", method(target.method()));
    target
        .first()
        .ifPresent(
            first ->
                rows.add(
                    "when",
                    words.text(
                        "when",
                        "first",
                        wording.moment(first),
                        "last",
                        wording.moment(target.last().orElseThrow()))));
    if (!target.categories().isEmpty()) {
      rows.add("categories", words.list(target.categories()));
    }
    rows.add(
        "by-rules", target.rules().isEmpty() ? words.text("none") : words.list(target.rules()));
    rows.add(
        "evidence",
        words.count("chunks", target.chunks()),
        words.text("merkle", "digest", wording.digest(target.merkleRoot())));
    if (!oneTool) {
      tool(target.tool(), rows);
    }
    return rows.all();
  }

  private void tool(Tool tool, SectionRows rows) {
    rows.add(
        "tool",
        "Quietus " + tool.version(),
        tool.build().map(build -> words.text("build", "digest", wording.digest(build))).orElse(""));
  }

  private String method(Method method) {
    String word = words.text("method." + method.kind().label());
    return method.strategies().isEmpty()
        ? word
        : words.text("sentence", "subject", word, "sentence", words.list(method.strategies()));
  }

  private String counts(Counts counts) {
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("deleted", counts.deleted());
    parts.put("anonymised", counts.anonymised());
    parts.put("masked", counts.masked());
    parts.put("kept", counts.kept());
    parts.put("restricted", counts.restricted());
    parts.put("held", counts.held());
    parts.put("gone", counts.gone());
    parts.put("ambiguous", counts.ambiguous());
    parts.put("failed", counts.failed());
    List<String> shown = new ArrayList<>();
    parts.forEach(
        (name, count) -> {
          if (count > 0) {
            shown.add(words.text("count." + name, "n", Words.number(count)));
          }
        });
    String matched = words.text("count.matched", "n", Words.number(counts.matched()));
    return shown.isEmpty() ? matched : matched + " = " + String.join(" + ", shown);
  }
}
