package org.quietus.report.pdf;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pages and what PDF/A-2u wants beside them, ISO 19005-2: the fonts, what colours mean, and the
 * same about the document for machines and for people.
 */
final class PdfDocument {
  private static final String PRODUCER = "Quietus";

  private final String title;
  private final String language;
  private final Instant created;

  PdfDocument(String title, String language, Instant created) {
    this.title = title;
    this.language = language;
    this.created = created;
  }

  byte[] of(List<Sheet> sheets, List<EmbeddedFont> fonts) {
    PdfFile pdf = new PdfFile();
    int catalog = pdf.reserve();
    int pages = pdf.reserve();
    List<Integer> contents = new ArrayList<>();
    sheets.forEach(sheet -> contents.add(pdf.packed("", sheet.content())));
    String resources = "<< /Font " + EmbeddedFont.dictionary(fonts.stream(), pdf) + " >>";
    int shared = pdf.add(resources);
    List<Integer> leaves = new ArrayList<>();
    for (int content : contents) {
      leaves.add(
          pdf.add(
              ("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Resources %d 0 R"
                      + " /Contents %d 0 R >>")
                  .formatted(pages, Sheet.WIDTH, Sheet.HEIGHT, shared, content)));
    }
    pdf.put(
        pages,
        "<< /Type /Pages /Count %d /Kids [%s] >>"
            .formatted(
                leaves.size(),
                leaves.stream().map(leaf -> leaf + " 0 R").collect(Collectors.joining(" "))));
    int profile = pdf.packed("/N 3", FontFile.resource("srgb.icc"));
    int metadata = pdf.plain("/Type /Metadata /Subtype /XML", PdfFile.utf8(metadata()));
    pdf.put(
        catalog,
        ("<< /Type /Catalog /Pages %d 0 R /Lang (%s) /Metadata %d 0 R /ViewerPreferences <<"
                + " /DisplayDocTitle true >> /OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1"
                + " /OutputConditionIdentifier (sRGB) /Info (sRGB) /DestOutputProfile %d 0 R >>]"
                + " >>")
            .formatted(pages, language, metadata, profile));
    String day = moment("yyyyMMddHHmmss'Z'");
    int information =
        pdf.add(
            "<< /Title %s /Producer (%s) /CreationDate (D:%s) /ModDate (D:%s) >>"
                .formatted(PdfFile.text(title), PRODUCER, day, day));
    return pdf.assembled(catalog, information);
  }

  private String moment(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).format(created.atZone(ZoneOffset.UTC));
  }

  /** XMP, ISO 16684-1. */
  private String metadata() {
    String moment = moment("yyyy-MM-dd'T'HH:mm:ss'Z'");
    return """
    <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
    <x:xmpmeta xmlns:x="adobe:ns:meta/">
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
    <pdfaid:part>2</pdfaid:part>
    <pdfaid:conformance>U</pdfaid:conformance>
    <dc:format>application/pdf</dc:format>
    <dc:title><rdf:Alt><rdf:li xml:lang="x-default">TITLE</rdf:li></rdf:Alt></dc:title>
    <dc:language><rdf:Bag><rdf:li>LANGUAGE</rdf:li></rdf:Bag></dc:language>
    <xmp:CreateDate>MOMENT</xmp:CreateDate>
    <xmp:ModifyDate>MOMENT</xmp:ModifyDate>
    <pdf:Producer>PRODUCER</pdf:Producer>
    </rdf:Description>
    </rdf:RDF>
    </x:xmpmeta>
    <?xpacket end="r"?>\
    """
        .replace("LANGUAGE", language)
        .replace("MOMENT", moment)
        .replace("PRODUCER", PRODUCER)
        .replace("TITLE", title);
  }
}
