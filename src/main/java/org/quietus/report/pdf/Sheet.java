package org.quietus.report.pdf;

/** What is drawn on one A4 page, ISO 32000-1 §8; points from its lower left corner. */
final class Sheet {
  static final double WIDTH = 595.28;
  static final double HEIGHT = 841.89;

  private final StringBuilder drawn = new StringBuilder();

  /** Shades of a page, as red, green and blue. */
  enum Ink {
    BLACK("0.1 0.11 0.13"),
    GREY("0.38 0.42 0.46"),
    LINE("0.84 0.86 0.88"),
    PAPER("0.955 0.96 0.965"),
    GREEN("0.1 0.42 0.3"),
    AMBER("0.62 0.4 0.05"),
    RED("0.65 0.15 0.13");

    private final String colour;

    Ink(String colour) {
      this.colour = colour;
    }
  }

  void text(String text, Typeface typeface, Ink ink, double x, double y) {
    if (!text.isEmpty()) {
      drawn.append(ink.colour).append(" rg ");
      typeface.show(text, x, y, drawn);
    }
  }

  void box(Ink ink, double x, double y, double width, double height) {
    drawn.append(ink.colour).append(" rg ");
    for (double number : new double[] {x, y, width, height}) {
      number(drawn, number).append(' ');
    }
    drawn.append("re f\n");
  }

  byte[] content() {
    return PdfFile.bytes(drawn.toString());
  }

  /** Appends a number that is not negative as PDF wants it, to the hundredth of a point. */
  static StringBuilder number(StringBuilder text, double number) {
    long hundredths = Math.round(number * 100);
    text.append(hundredths / 100).append('.').append(hundredths / 10 % 10);
    return text.append(hundredths % 10);
  }
}
