package org.quietus.report.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Calendar;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Examples;
import org.quietus.policy.Language;
import org.quietus.report.CertificateOutline;
import org.quietus.report.Outline;
import org.quietus.report.Words;

class CertificatePdfTest {

  /** What a text may hold that is no control or format character. */
  private static final String HOSTILE =
      "محو עברית 😀 𠮷野家 <b>&amp;</b> %s {title} \\) (( >> endstream %%EOF ﷽ Z͑ͫ̓a e\u0301 堃 ";

  static Stream<Arguments> examples() {
    return Stream.of(Language.values())
        .flatMap(
            language ->
                Stream.of(Examples.aRun(), Examples.aRequest(), Examples.everything())
                    .map(certificate -> Arguments.of(certificate.id(), certificate, language)));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("examples")
  void isPdfA2u(String id, Certificate certificate, Language language) throws Exception {
    assertThat(PdfA.breaches(CertificatePdf.render(certificate, language))).isEmpty();
  }

  @Test
  void validatorFindsWhatIsNotPdfA2u() throws Exception {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (PDDocument document = Loader.loadPDF(pdf(Examples.aRun()))) {
      document.getDocumentCatalog().setMetadata(null);
      document.save(plain);
    }
    assertThat(PdfA.breaches(plain.toByteArray())).isNotEmpty();
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("examples")
  void saysEveryRowOfTheOutline(String id, Certificate certificate, Language language)
      throws Exception {
    byte[] pdf = CertificatePdf.render(certificate, language);
    assertSaysAll(text(pdf), CertificateOutline.of(certificate, language));
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(document.getNumberOfPages()).isBetween(1, 3);
    }
  }

  @Test
  void everyPageHasItsNumberAndTheCertificatesId() throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf(Examples.everything()))) {
      int pages = document.getNumberOfPages();
      assertThat(pages).isGreaterThan(1);
      for (int page = 1; page <= pages; page++) {
        PDFTextStripper one = new PDFTextStripper();
        one.setStartPage(page);
        one.setEndPage(page);
        assertThat(one.getText(document).stripTrailing())
            .contains("request-7d20aa-2")
            .contains("Page " + page + " of " + pages);
        assertThat(document.getPage(page - 1).getMediaBox().getHeight()).isBetween(841f, 842f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void tellsMachinesWhatItIs(Language language) throws Exception {
    byte[] pdf = CertificatePdf.render(Examples.aRun(), language);
    String title = Words.of("certificate", language).text("title") + " run-0b1c9f-1";
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDDocumentInformation about = document.getDocumentInformation();
      assertThat(about.getTitle()).isEqualTo(title);
      assertThat(about.getCreationDate().toInstant())
          .isEqualTo(Examples.aRun().identity().issuedAt());
      assertThat(about.getCreationDate().get(Calendar.YEAR)).isEqualTo(2026);
      assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo(language.tag());
      assertThat(document.getDocumentCatalog().getOutputIntents()).hasSize(1);
      assertThat(xmp(document))
          .contains("<rdf:li xml:lang=\"x-default\">" + title + "</rdf:li>")
          .contains("<xmp:CreateDate>2026-03-01T02:00:03Z</xmp:CreateDate>")
          .contains("<rdf:li>" + language.tag() + "</rdf:li>");
    }
  }

  @Test
  void embedsOfEachFontWhatItShows() throws Exception {
    byte[] pdf = CertificatePdf.render(Examples.aRun(), Language.ZH);
    assertThat(pdf.length).isLessThan(100_000);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      var resources = document.getPage(0).getResources();
      for (var name : resources.getFontNames()) {
        PDFont font = resources.getFont(name);
        assertThat(font.isEmbedded()).isTrue();
        assertThat(font.getName()).matches("[A-Z]{6}\\+Noto-(regular|han|bold|mono)");
      }
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("examples")
  void isTheSameAgain(String id, Certificate certificate, Language language) {
    assertThat(CertificatePdf.render(certificate, language))
        .isEqualTo(CertificatePdf.render(certificate, language));
  }

  @Test
  void otherCertificatesAreOthers() {
    assertThat(pdf(Examples.aRunOf("one"))).isNotEqualTo(pdf(Examples.aRunOf("two")));
  }

  @Test
  void hasPagesForTwoHundredTargets() throws Exception {
    Certificate certificate = Examples.aRunOver(200);
    byte[] pdf = pdf(certificate);
    assertThat(PdfA.breaches(pdf)).isEmpty();
    assertSaysAll(text(pdf), CertificateOutline.of(certificate, Language.EN));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void whatTheFontsLackIsASquareAndNeverAFailure(Language language) throws Exception {
    Certificate certificate = Examples.keptBecause(HOSTILE + "x".repeat(300) + " end");
    byte[] pdf = CertificatePdf.render(certificate, language);
    assertThat(PdfA.breaches(pdf)).isEmpty();
    String text = text(pdf);
    assertSaysAll(text, CertificateOutline.of(certificate, language));
    assertThat(text).contains("□野家<b>&amp;</b>%s{title}\\)((>>endstream%%EOF").contains("堃");
    assertThat(text).doesNotContain("😀");
  }

  @Test
  void aBasisOfTenThousandCharactersGoesOverPages() throws Exception {
    String basis =
        IntStream.range(0, 1_200).mapToObj(i -> "reason" + i).collect(Collectors.joining(" "));
    assertThat(basis.length()).isGreaterThan(10_000);
    Certificate certificate = Examples.keptBecause(basis + "汉".repeat(10_000));
    byte[] pdf = pdf(certificate);
    assertThat(PdfA.breaches(pdf)).isEmpty();
    assertSaysAll(text(pdf), CertificateOutline.of(certificate, Language.EN));
  }

  @Test
  void namesNobody() throws Exception {
    byte[] pdf = pdf(Examples.aRequest());
    assertThat(text(pdf)).doesNotContain("anna", "02:00");
    assertThat(new String(pdf, StandardCharsets.ISO_8859_1)).doesNotContain("anna");
  }

  /** Words in headings would otherwise be of two weights. */
  @ParameterizedTest
  @EnumSource(Language.class)
  void headingsAreInOneFont(Language language) {
    FontFile bold = FontFile.load("bold");
    Words words = Words.of("certificate", language);
    assertThat(
            Stream.of(Examples.everything(), Examples.aRun())
                .map(certificate -> CertificateOutline.of(certificate, language))
                .flatMap(
                    outline ->
                        Stream.concat(
                            Stream.of(outline.title(), outline.lead().word()),
                            outline.sections().stream().map(Outline.Section::title)))
                .flatMapToInt(String::codePoints))
        .allMatch(codePoint -> bold.glyph(codePoint) != 0);
    assertThat(words.text("title").codePoints()).allMatch(codePoint -> bold.glyph(codePoint) != 0);
  }

  private static void assertSaysAll(String text, Outline outline) {
    List<String> said =
        Stream.concat(
                Stream.of(outline.title(), outline.lead().word(), outline.lead().sentence()),
                outline.sections().stream()
                    .flatMap(
                        section ->
                            Stream.concat(
                                Stream.of(section.title()),
                                section.rows().stream()
                                    .flatMap(
                                        row -> Stream.of(row.label(), row.text(), row.code())))))
            .map(CertificatePdfTest::seen)
            .toList();
    assertThat(said).allSatisfy(part -> assertThat(text).contains(part));
  }

  /** Without spaces, which wrapping takes; with squares for what the font lacks. */
  private static String seen(String text) {
    return text.codePoints()
        .filter(codePoint -> !Character.isWhitespace(codePoint) && codePoint != 0xA0)
        .map(codePoint -> FontFiles.isThere(codePoint) ? codePoint : 0x25A1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static final class FontFiles {
    private static final FontFile REGULAR = FontFile.load("regular");
    private static final FontFile HAN = FontFile.load("han");

    private static boolean isThere(int codePoint) {
      return REGULAR.glyph(codePoint) != 0 || HAN.glyph(codePoint) != 0;
    }
  }

  private static byte[] pdf(Certificate certificate) {
    return CertificatePdf.render(certificate, Language.EN);
  }

  /** The text without spaces, and without the feet between two pages. */
  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      StringBuilder text = new StringBuilder();
      for (int page = 1; page <= document.getNumberOfPages(); page++) {
        PDFTextStripper one = new PDFTextStripper();
        one.setStartPage(page);
        one.setEndPage(page);
        List<String> lines = one.getText(document).strip().lines().toList();
        lines.subList(0, lines.size() - 1).forEach(text::append);
      }
      return text.toString().replaceAll("\\s", "");
    }
  }

  private static String xmp(PDDocument document) throws IOException {
    return new String(
        document.getDocumentCatalog().getMetadata().toByteArray(), StandardCharsets.UTF_8);
  }
}
