package org.quietus.report.portal;

import java.time.YearMonth;
import java.util.List;

/** Bars by month as SVG, beside which the same numbers are in a table. */
final class BarChart {
  private static final int SLOT = 26;
  private static final int BAR = 18;
  private static final int LEFT = 64;
  private static final int TOP = 8;
  private static final int BOTTOM = 34;

  /** Counts that are not told are drawn alike. */
  private static final long SMALL_AS = 4;

  private final PortalText text;
  private final int height;

  BarChart(PortalText text, int height) {
    this.text = text;
    this.height = height;
  }

  /**
   * A month.
   *
   * @param parts from the bottom to the top
   */
  record Bar(YearMonth month, List<Long> parts) {
    private long sum() {
      return parts.stream().mapToLong(BarChart::drawn).sum();
    }
  }

  private static long drawn(long count) {
    return PortalText.isSmall(count) ? SMALL_AS : count;
  }

  /** Draws consecutive months. */
  void draw(Html html, String description, List<Bar> bars) {
    long most = niceAbove(bars.stream().mapToLong(Bar::sum).max().orElse(0));
    int width = LEFT + SLOT * bars.size() + 8;
    html.start(
        "svg",
        "class",
        "chart",
        "role",
        "img",
        "aria-label",
        description,
        "viewBox",
        "0 0 " + width + " " + (TOP + height + BOTTOM),
        "width",
        String.valueOf(width),
        "height",
        String.valueOf(TOP + height + BOTTOM));
    line(html, width, 0, most);
    if (most > 1) {
      line(html, width, most / 2, most);
    }
    line(html, width, most, most);
    for (int i = 0; i < bars.size(); i++) {
      bar(html, LEFT + SLOT * i + (SLOT - BAR) / 2, bars.get(i), most);
      YearMonth month = bars.get(i).month();
      boolean first = i == 0 && (month.getMonthValue() < 12 || bars.size() == 1);
      month(html, LEFT + SLOT * i + SLOT / 2, month, first || month.getMonthValue() == 1);
    }
    html.end("svg").line();
  }

  private void bar(Html html, int x, Bar bar, long most) {
    long below = 0;
    for (int part = 0; part < bar.parts().size(); part++) {
      long count = drawn(bar.parts().get(part));
      if (count == 0) {
        continue;
      }
      int from = y(below, most);
      below += count;
      int to = Math.min(y(below, most), from - 1);
      String small = PortalText.isSmall(bar.parts().get(part)) ? " small" : "";
      html.start(
          "rect",
          "class",
          "part" + (part + 1) + small,
          "x",
          String.valueOf(x),
          "y",
          String.valueOf(to),
          "width",
          String.valueOf(BAR),
          "height",
          String.valueOf(from - to));
      html.element("title", bar.month() + ": " + text.band(bar.parts().get(part))).end("rect");
    }
  }

  private void line(Html html, int width, long count, long most) {
    String y = String.valueOf(y(count, most));
    html.start(
            "line",
            "class",
            "grid",
            "x1",
            String.valueOf(LEFT),
            "x2",
            String.valueOf(width),
            "y1",
            y,
            "y2",
            y)
        .end("line");
    html.element(
        "text",
        text.number(count),
        "class",
        "axis end",
        "x",
        String.valueOf(LEFT - 8),
        "y",
        String.valueOf(y(count, most) + 4));
  }

  /** Each month by its number, the first one and each January with its year. */
  private void month(Html html, int x, YearMonth month, boolean withYear) {
    html.element(
        "text",
        String.valueOf(month.getMonthValue()),
        "class",
        "axis middle",
        "x",
        String.valueOf(x),
        "y",
        String.valueOf(TOP + height + 14));
    if (withYear) {
      html.element(
          "text",
          String.valueOf(month.getYear()),
          "class",
          "axis middle year",
          "x",
          String.valueOf(x),
          "y",
          String.valueOf(TOP + height + 29));
    }
  }

  private int y(long count, long most) {
    return TOP + height - (int) (most == 0 ? 0 : (double) height * count / most);
  }

  /** The next of 10, 20, 50, 100, … that is not below. */
  private static long niceAbove(long count) {
    for (long power = 10; power > 0; power *= 10) {
      for (long nice : new long[] {power, 2 * power, 5 * power}) {
        if (count <= nice) {
          return nice;
        }
      }
    }
    return count;
  }
}
