package org.quietus.report.text;

import java.util.Locale;
import java.util.stream.Stream;
import org.quietus.certificate.Certificate;
import org.quietus.policy.Language;
import org.quietus.report.CertificateOutline;
import org.quietus.report.Outline;
import org.quietus.report.Words;

/** A certificate as plain text for a terminal: its outline, one row a line. */
public final class CertificateText {
  private static final String INDENT = "  ";

  private final Outline outline;
  private final Words words;
  private final int labels;
  private final StringBuilder text = new StringBuilder();

  private CertificateText(Outline outline) {
    this.outline = outline;
    words = Words.of(CertificateOutline.DOCUMENT, outline.language());
    labels =
        outline.sections().stream()
            .flatMap(section -> section.rows().stream())
            .mapToInt(row -> columns(row.label()))
            .max()
            .orElse(0);
  }

  /** The text in English, in lines that end in a line feed. */
  public static String render(Certificate certificate) {
    return render(certificate, Language.EN);
  }

  /** The text, in lines that end in a line feed. */
  public static String render(Certificate certificate, Language language) {
    return new CertificateText(CertificateOutline.of(certificate, language)).render();
  }

  private String render() {
    line(outline.title().toUpperCase(Locale.ROOT) + " " + outline.reference());
    line("");
    line(
        words.text(
            "sentence", "subject", outline.lead().word(), "sentence", outline.lead().sentence()));
    for (Outline.Section section : outline.sections()) {
      line("");
      line(section.title());
      section.rows().forEach(this::row);
    }
    return text.toString();
  }

  private void row(Outline.Row row) {
    if (row.label().isEmpty()) {
      line(INDENT + row.text());
      row.code().lines().forEach(code -> line(INDENT + INDENT + code));
      return;
    }
    String label = INDENT + row.label() + " ".repeat(labels - columns(row.label()) + 2);
    line(
        label
            + words.list(
                Stream.of(row.text(), row.code()).filter(part -> !part.isEmpty()).toList()));
  }

  /** How wide a terminal shows it: Chinese characters take two columns. */
  private static int columns(String label) {
    return label.codePoints().map(point -> point >= 0x2E80 ? 2 : 1).sum();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
