package org.quietus.report.pdf;

import java.util.List;

/**
 * A size of letters, in the first of some fonts that has a character. What none has shows as a
 * square.
 *
 * @param size in points
 */
record Typeface(List<EmbeddedFont> fonts, double size) {
  /** A white square, which a font of every typeface has. */
  private static final int MISSING = 0x25A1;

  /** How wide a character is, in points. */
  double width(int codePoint) {
    return font(codePoint).width(seen(codePoint)) * size / 1000;
  }

  /** How wide a text is in one line, in points. */
  double width(String text) {
    return text.codePoints().mapToDouble(this::width).sum();
  }

  /** Appends operators that show a text from a point on, ISO 32000-1 §9.4. */
  void show(String text, double x, double y, StringBuilder operators) {
    Sheet.number(Sheet.number(operators.append("BT "), x).append(' '), y).append(" Td");
    EmbeddedFont now = null;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int codePoint = text.codePointAt(at);
      EmbeddedFont font = font(codePoint);
      if (font != now) {
        operators.append(now == null ? " /" : "> Tj /").append(font.name()).append(' ');
        Sheet.number(operators, size).append(" Tf <");
        now = font;
      }
      EmbeddedFont.hex(operators, font.shown(seen(codePoint)));
    }
    operators.append(now == null ? "" : "> Tj").append(" ET\n");
  }

  private int seen(int codePoint) {
    return font(codePoint).has(codePoint) ? codePoint : MISSING;
  }

  /** The first that has the character, or else the first that has the square. */
  private EmbeddedFont font(int codePoint) {
    for (EmbeddedFont font : fonts) {
      if (font.has(codePoint)) {
        return font;
      }
    }
    for (EmbeddedFont font : fonts) {
      if (font.has(MISSING)) {
        return font;
      }
    }
    throw new IllegalStateException("no font of a typeface has the square");
  }
}
