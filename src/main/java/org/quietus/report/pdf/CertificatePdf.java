package org.quietus.report.pdf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.quietus.certificate.Certificate;
import org.quietus.policy.Language;
import org.quietus.report.CertificateOutline;
import org.quietus.report.Outline;
import org.quietus.report.Outline.Row;
import org.quietus.report.Outline.Section;
import org.quietus.report.Words;
import org.quietus.report.pdf.Sheet.Ink;

/**
 * A certificate as a PDF/A-2u document of A4 pages: its outline, labels beside values. The same
 * certificate gives the same bytes.
 */
public final class CertificatePdf {
  private static final double LABELS = 104;
  private static final double VALUES = Flow.LEFT + LABELS + 14;
  private static final double LEADING = 11.3;
  private static final double CODE_LEADING = 8.4;
  private static final double ROW_GAP = 2;
  private static final double FOOT = 30;

  /** Above this, a section or a row may be cut between two pages. */
  private static final double WHOLE = 100;

  /** How much of a section that is cut stays with its heading. */
  private static final double WITH_HEADING = 48;

  private final Outline outline;
  private final Words words;
  private final Flow flow = new Flow();
  private final List<EmbeddedFont> fonts;
  private final Typeface title;
  private final Typeface outcome;
  private final Typeface heading;
  private final Typeface subheading;
  private final Typeface text;
  private final Typeface code;
  private final Typeface foot;

  private CertificatePdf(Outline outline) {
    this.outline = outline;
    words = Words.of(CertificateOutline.DOCUMENT, outline.language());
    EmbeddedFont regular = new EmbeddedFont("regular");
    EmbeddedFont han = new EmbeddedFont("han");
    EmbeddedFont bold = new EmbeddedFont("bold");
    EmbeddedFont mono = new EmbeddedFont("mono");
    fonts = List.of(regular, han, bold, mono);
    title = new Typeface(List.of(bold, regular, han), 20);
    outcome = new Typeface(List.of(bold, regular, han), 13);
    heading = new Typeface(List.of(bold, regular, han), 10.5);
    subheading = new Typeface(List.of(bold, regular, han), 9);
    text = new Typeface(List.of(regular, han), 8.8);
    code = new Typeface(List.of(mono, regular, han), 6.1);
    foot = new Typeface(List.of(regular, han), 7.5);
  }

  /** The document, in a language. */
  public static byte[] render(Certificate certificate, Language language) {
    return new CertificatePdf(CertificateOutline.of(certificate, language))
        .render(certificate.identity().issuedAt());
  }

  private byte[] render(Instant issued) {
    head();
    outline.sections().forEach(this::section);
    feet();
    return new PdfDocument(
            outline.title() + " " + outline.reference(), outline.language().tag(), issued)
        .of(flow.sheets(), fonts);
  }

  private void head() {
    flow.line(title.size());
    flow.sheet().text(outline.title(), title, Ink.BLACK, Flow.LEFT, flow.y());
    for (String line : LineBreaks.of(outline.reference(), text, Flow.RIGHT - Flow.LEFT)) {
      flow.line(18);
      flow.sheet().text(line, text, Ink.GREY, Flow.LEFT, flow.y());
    }
    flow.gap(20);
    double inset = Flow.LEFT + 12;
    List<String> sentence = LineBreaks.of(outline.lead().sentence(), text, Flow.RIGHT - inset);
    double height = 18 + sentence.size() * LEADING + 4;
    flow.sheet().box(ink(), Flow.LEFT, flow.y() - height, 2.5, height);
    flow.line(14);
    flow.sheet().text(outline.lead().word(), outcome, ink(), inset, flow.y());
    flow.gap(4);
    for (String line : sentence) {
      flow.line(LEADING);
      flow.sheet().text(line, text, Ink.BLACK, inset, flow.y());
    }
    flow.gap(4);
  }

  private Ink ink() {
    return switch (outline.lead().code()) {
      case "COMPLETE" -> Ink.GREEN;
      case "FAILED", "PARTIAL" -> Ink.RED;
      default -> Ink.AMBER;
    };
  }

  private void section(Section section) {
    if (section.isOneOfMany()) {
      dense(section);
      return;
    }
    List<String> lines = LineBreaks.of(section.title(), heading, Flow.RIGHT - Flow.LEFT);
    double head = 13 + lines.size() * 15 + 8;
    double all = section.rows().stream().mapToDouble(this::height).sum();
    flow.keep(head + (all <= WHOLE ? all : WITH_HEADING));
    flow.gap(13);
    for (String line : lines) {
      flow.line(15);
      flow.sheet().text(line, heading, Ink.BLACK, Flow.LEFT, flow.y());
    }
    flow.gap(5);
    flow.sheet().box(Ink.LINE, Flow.LEFT, flow.y(), Flow.RIGHT - Flow.LEFT, 0.6);
    flow.gap(2);
    section.rows().forEach(this::row);
  }

  /** One of many: its rows one behind the other, then what is no words. */
  private void dense(Section section) {
    List<String> lines = LineBreaks.of(section.title(), subheading, Flow.RIGHT - Flow.LEFT);
    List<RunningRows.Piece> pieces = RunningRows.of(section.rows(), text, Flow.RIGHT - Flow.LEFT);
    List<String> codes =
        section.rows().stream()
            .flatMap(row -> lines(row, Flow.RIGHT - Flow.LEFT).stream())
            .toList();
    double height =
        (lines.size() + RunningRows.lines(pieces)) * LEADING + codes.size() * CODE_LEADING;
    flow.keep(7 + (height <= WHOLE ? height : WITH_HEADING));
    flow.gap(7);
    for (String line : lines) {
      flow.line(LEADING);
      flow.sheet().text(line, subheading, Ink.BLACK, Flow.LEFT, flow.y());
    }
    int line = -1;
    for (RunningRows.Piece piece : pieces) {
      for (; line < piece.line(); line++) {
        flow.line(LEADING);
      }
      Ink ink = piece.label() ? Ink.GREY : Ink.BLACK;
      flow.sheet().text(piece.text(), text, ink, Flow.LEFT + piece.x(), flow.y());
    }
    for (String digest : codes) {
      flow.line(CODE_LEADING);
      flow.sheet().text(digest, code, Ink.GREY, Flow.LEFT, flow.y());
    }
  }

  private void row(Row row) {
    flow.keep(Math.min(height(row), WHOLE));
    if (row.label().isEmpty()) {
      wide(row);
      return;
    }
    flow.gap(ROW_GAP);
    List<String> labels = LineBreaks.of(row.label(), text, LABELS);
    List<String> values = values(row);
    List<String> codes = codes(row);
    for (int i = 0; i < Math.max(labels.size(), values.size()); i++) {
      flow.line(LEADING);
      if (i < labels.size()) {
        flow.sheet().text(labels.get(i), text, Ink.GREY, Flow.LEFT, flow.y());
      }
      if (i < values.size()) {
        flow.sheet().text(values.get(i), text, Ink.BLACK, VALUES, flow.y());
      }
      if (i == 0 && isInLine(values, codes)) {
        double x = Flow.RIGHT - code.width(codes.get(0));
        flow.sheet().text(codes.get(0), code, Ink.GREY, values.isEmpty() ? VALUES : x, flow.y());
        codes = codes.subList(1, codes.size());
      }
    }
    for (String line : codes) {
      flow.line(CODE_LEADING);
      flow.sheet().text(line, code, Ink.GREY, VALUES, flow.y());
    }
  }

  private void wide(Row row) {
    flow.gap(ROW_GAP);
    for (String line : wideLines(row)) {
      flow.line(LEADING);
      flow.sheet().text(line, text, Ink.BLACK, Flow.LEFT, flow.y());
    }
    List<String> commands = commands(row);
    if (commands.isEmpty()) {
      return;
    }
    flow.gap(5);
    for (String line : commands) {
      flow.line(CODE_LEADING + 1);
      flow.sheet()
          .box(Ink.PAPER, Flow.LEFT, flow.y() - 3.5, Flow.RIGHT - Flow.LEFT, CODE_LEADING + 1.2);
      flow.sheet().text(line, code, Ink.BLACK, Flow.LEFT + 8, flow.y());
    }
    flow.gap(6);
  }

  private double height(Row row) {
    if (row.label().isEmpty()) {
      int commands = commands(row).size();
      return ROW_GAP
          + wideLines(row).size() * LEADING
          + (commands == 0 ? 0 : 11 + commands * (CODE_LEADING + 1));
    }
    int values = values(row).size();
    int codes = codes(row).size() - (isInLine(values(row), codes(row)) ? 1 : 0);
    int labels = LineBreaks.of(row.label(), text, LABELS).size();
    return ROW_GAP + Math.max(labels, Math.max(values, 1)) * LEADING + codes * CODE_LEADING;
  }

  /** Whether the first digest or command has room in the line of the words. */
  private boolean isInLine(List<String> values, List<String> codes) {
    if (codes.isEmpty() || values.size() > 1) {
      return false;
    }
    double words = values.isEmpty() ? 0 : text.width(values.get(0)) + 14;
    return values.isEmpty() || VALUES + words + code.width(codes.get(0)) <= Flow.RIGHT;
  }

  private List<String> wideLines(Row row) {
    return LineBreaks.of(row.text(), text, Flow.RIGHT - Flow.LEFT);
  }

  private List<String> values(Row row) {
    return row.text().isEmpty() ? List.of() : LineBreaks.of(row.text(), text, Flow.RIGHT - VALUES);
  }

  private List<String> codes(Row row) {
    return lines(row, Flow.RIGHT - VALUES);
  }

  private List<String> commands(Row row) {
    return lines(row, Flow.RIGHT - Flow.LEFT - 16);
  }

  private List<String> lines(Row row, double width) {
    List<String> lines = new ArrayList<>();
    row.code().lines().forEach(line -> lines.addAll(LineBreaks.of(line, code, width)));
    return lines;
  }

  private void feet() {
    List<Sheet> sheets = flow.sheets();
    for (int i = 0; i < sheets.size(); i++) {
      Sheet sheet = sheets.get(i);
      String page = words.text("page", "page", i + 1, "pages", sheets.size());
      sheet.box(Ink.LINE, Flow.LEFT, FOOT + 12, Flow.RIGHT - Flow.LEFT, 0.6);
      double room = Flow.RIGHT - Flow.LEFT - foot.width(page) - 12;
      sheet.text(
          LineBreaks.of(outline.reference(), foot, room).get(0), foot, Ink.GREY, Flow.LEFT, FOOT);
      sheet.text(page, foot, Ink.GREY, Flow.RIGHT - foot.width(page), FOOT);
    }
  }
}
