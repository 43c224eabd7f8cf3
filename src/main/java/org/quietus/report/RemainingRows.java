package org.quietus.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Residuals;
import org.quietus.report.Outline.Row;

/** What remains, why, and until when. */
final class RemainingRows {
  private final Certificate certificate;
  private final Words words;
  private final Wording wording;

  RemainingRows(Certificate certificate, Words words, Wording wording) {
    this.certificate = certificate;
    this.words = words;
    this.wording = wording;
  }

  List<Row> rows() {
    SectionRows rows = new SectionRows(words);
    NotRemoved left = certificate.notRemoved();
    left.kept().forEach(kept -> rows.add("kept", kept(kept)));
    for (NotRemoved.Hold hold : left.holds()) {
      rows.add(
          "held",
          words.text(
              "held",
              "target",
              hold.target(),
              "reference",
              hold.reference(),
              "basis",
              words.code("basis", hold.basis()),
              "day",
              hold.review()),
          hold.details().stream()
              .map(
                  detail ->
                      words.text(
                          "hold-detail",
                          "name",
                          detail.name(),
                          "digest",
                          wording.digest(detail.digest())))
              .collect(Collectors.joining("\n")));
    }
    left.refusals().forEach(refusal -> rows.add("refused", words.code("refusal", refusal.code())));
    if (left.equals(NotRemoved.NOTHING)) {
      rows.add("not-removed", words.text("nothing-left"));
    }
    for (Residuals.Copy copy : certificate.residuals().copies()) {
      rows.add("place." + copy.place().label(), copy(copy));
    }
    if (certificate.residuals().copies().isEmpty()) {
      rows.add("residuals", words.text("no-residuals"));
    }
    rows.add("media", words.text("media"));
    return rows.all();
  }

  private String kept(NotRemoved.Kept kept) {
    return words.text(
        kept.legalMinimum() ? "kept.by-law" : "kept.because",
        "records",
        Words.number(kept.records()),
        "target",
        kept.target(),
        "until",
        kept.until().map(day -> words.text("until", "day", day)).orElse(words.text("until.open")),
        "basis",
        kept.basis());
  }

  private String copy(Residuals.Copy copy) {
    List<String> parts = new ArrayList<>();
    parts.add(copy.of());
    parts.add(words.code("protection", copy.protection()));
    parts.add(
        copy.latestExpiry()
            .map(day -> words.text("gone-by", "day", day))
            .orElse(words.text("gone-by.open")));
    if (copy.followUp()) {
      parts.add(words.text("follow-up"));
    }
    return words.list(parts);
  }
}
