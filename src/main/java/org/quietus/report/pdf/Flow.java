package org.quietus.report.pdf;

import java.util.ArrayList;
import java.util.List;

/**
 * Pages that fill from top to bottom; a new one begins where there is no room for what must stay
 * together.
 */
final class Flow {
  static final double LEFT = 62;
  static final double RIGHT = Sheet.WIDTH - 62;
  private static final double TOP = Sheet.HEIGHT - 46;
  private static final double BOTTOM = 54;

  private final List<Sheet> sheets = new ArrayList<>();
  private double y = TOP;

  Flow() {
    sheets.add(new Sheet());
  }

  List<Sheet> sheets() {
    return List.copyOf(sheets);
  }

  Sheet sheet() {
    return sheets.get(sheets.size() - 1);
  }

  /** Where the last line that was taken stands. */
  double y() {
    return y;
  }

  boolean isTop() {
    return y == TOP;
  }

  /** Makes sure that so much fits below, on this page or the next; what fits on none may be cut. */
  void keep(double height) {
    if (y - height < BOTTOM && y != TOP && height <= TOP - BOTTOM) {
      turn();
    }
  }

  /** Leaves room, unless a page begins. */
  void gap(double height) {
    if (!isTop()) {
      y -= height;
    }
  }

  /** Takes a line of so much height, on the next page if need be. */
  void line(double height) {
    if (y - height < BOTTOM) {
      turn();
    }
    y -= height;
  }

  private void turn() {
    sheets.add(new Sheet());
    y = TOP;
  }
}
