package org.quietus.report.pdf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.evidence.Digest;

/**
 * A font of which a document embeds what it shows, ISO 32000-1 §9.7. Each character has a number of
 * its own, so what is copied out of the document is what was put in.
 */
final class EmbeddedFont {
  /** More would not fit into one block of a character map. */
  private static final int BLOCK = 100;

  private final String name;
  private final Map<Integer, Integer> numbers = new LinkedHashMap<>();
  private @Nullable FontFile loaded;

  /** A font of the jar by its name, which is read when it is first asked for a character. */
  EmbeddedFont(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  boolean has(int codePoint) {
    return width(codePoint) >= 0;
  }

  /** How wide a character is, in thousandths of the font's size; below 0 if it is not there. */
  int width(int codePoint) {
    return file().widthOf(codePoint);
  }

  /** The character's number in the document, which shows it from here on. */
  int shown(int codePoint) {
    return numbers.computeIfAbsent(codePoint, first -> numbers.size() + 1);
  }

  private FontFile file() {
    FontFile file = loaded;
    if (file == null) {
      file = FontFile.load(name);
      loaded = file;
    }
    return file;
  }

  boolean isShown() {
    return !numbers.isEmpty();
  }

  /** Puts the font with what was shown of it into a file. */
  int embedded(PdfFile pdf) {
    FontFile file = file();
    List<Integer> glyphs = new ArrayList<>(List.of(0));
    numbers.keySet().forEach(codePoint -> glyphs.add(file.glyph(codePoint)));
    byte[] cut = file.cut(glyphs);
    String called = tag(cut) + "+Noto-" + name;
    int content = pdf.packed("/Length1 " + cut.length, cut);
    int descriptor =
        pdf.add(
            ("<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%s] /ItalicAngle 0"
                    + " /Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %d 0 R >>")
                .formatted(
                    called, file.box(), file.ascent(), file.descent(), file.capitals(), content));
    int outlines =
        pdf.add(
            ("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry"
                    + " (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R"
                    + " /CIDToGIDMap /Identity /W [0 [%s]] >>")
                .formatted(
                    called,
                    descriptor,
                    glyphs.stream()
                        .map(glyph -> String.valueOf(file.width(glyph)))
                        .collect(Collectors.joining(" "))));
    return pdf.add(
        ("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts"
                + " [%d 0 R] /ToUnicode %d 0 R >>")
            .formatted(called, outlines, pdf.packed("", PdfFile.bytes(unicode()))));
  }

  /** Six letters that tell this part of a font from others, ISO 32000-1 §9.6.4. */
  private static String tag(byte[] cut) {
    byte[] hash = Digest.of(cut).bytes();
    StringBuilder tag = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      tag.append((char) ('A' + (hash[i] & 0xFF) % 26));
    }
    return tag.toString();
  }

  private String unicode() {
    StringBuilder map = new StringBuilder();
    map.append("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n");
    map.append("/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n");
    map.append("/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n");
    map.append("1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    List<Integer> shown = List.copyOf(numbers.keySet());
    for (int from = 0; from < shown.size(); from += BLOCK) {
      List<Integer> block = shown.subList(from, Math.min(from + BLOCK, shown.size()));
      map.append(block.size()).append(" beginbfchar\n");
      for (int codePoint : block) {
        hex(map.append('<'), shown(codePoint)).append("> <");
        for (char unit : Character.toChars(codePoint)) {
          hex(map, unit);
        }
        map.append(">\n");
      }
      map.append("endbfchar\n");
    }
    return map.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
        .toString();
  }

  /** Appends a number below 65536 as four hexadecimal digits. */
  static StringBuilder hex(StringBuilder text, int number) {
    for (int shift = 12; shift >= 0; shift -= 4) {
      text.append(Character.forDigit(number >> shift & 0xF, 16));
    }
    return text;
  }

  /** The fonts of which something is shown, as a page's dictionary of them. */
  static String dictionary(Stream<EmbeddedFont> fonts, PdfFile pdf) {
    return fonts
        .filter(EmbeddedFont::isShown)
        .map(font -> "/" + font.name + " " + font.embedded(pdf) + " 0 R")
        .collect(Collectors.joining(" ", "<< ", " >>"));
  }
}
