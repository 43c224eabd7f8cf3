package org.quietus.report.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FontFileTest {

  /** Viewers move a glyph by the difference; it was there for those whose width is the usual. */
  @ParameterizedTest
  @ValueSource(strings = {"bold", "han"})
  void glyphsThatWereCutOutBeginWhereTheirMetricsSay(String name) throws Exception {
    FontFile font = FontFile.load(name);
    List<Integer> glyphs = List.of(0, font.glyph('证'), font.glyph('曾'), font.glyph('明'));
    assertThat(glyphs.subList(1, 4)).doesNotContain(0);
    try (TrueTypeFont cut =
        new TTFParser(true).parse(new RandomAccessReadBuffer(font.cut(glyphs)))) {
      assertThat(cut.getNumberOfGlyphs()).isEqualTo(4);
      for (int glyph = 1; glyph < 4; glyph++) {
        assertThat((int) cut.getHorizontalMetrics().getLeftSideBearing(glyph))
            .isEqualTo(cut.getGlyph().getGlyph(glyph).getXMinimum());
        assertThat(cut.getAdvanceWidth(glyph)).isEqualTo(1000);
      }
    }
  }
}
