package org.quietus.report.pdf;

import java.util.ArrayList;
import java.util.List;
import org.quietus.report.Outline.Row;

/** Labelled values one behind the other, as many in a line as it has room for. */
final class RunningRows {
  private static final double BEHIND_LABEL = 4;
  private static final double BEHIND_VALUE = 14;

  private final Typeface typeface;
  private final double width;
  private final List<Piece> pieces = new ArrayList<>();
  private int line;
  private double x;

  private RunningRows(Typeface typeface, double width) {
    this.typeface = typeface;
    this.width = width;
  }

  /**
   * Words at their place.
   *
   * @param line which line, from 0
   * @param x points from the left
   */
  record Piece(int line, double x, String text, boolean label) {}

  /** The words of rows in their order, broken where a line ends. */
  static List<Piece> of(List<Row> rows, Typeface typeface, double width) {
    RunningRows running = new RunningRows(typeface, width);
    rows.stream().filter(row -> !row.text().isEmpty()).forEach(running::add);
    return running.pieces;
  }

  /** How many lines they take. */
  static int lines(List<Piece> pieces) {
    return pieces.isEmpty() ? 0 : pieces.get(pieces.size() - 1).line() + 1;
  }

  private void add(Row row) {
    double label = typeface.width(row.label()) + BEHIND_LABEL;
    if (x > 0 && x + label + typeface.width(row.text()) > width) {
      line++;
      x = 0;
    }
    pieces.add(new Piece(line, x, row.label(), true));
    x += label;
    List<String> values = LineBreaks.of(row.text(), typeface, width - x);
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        line++;
        x = label;
      }
      pieces.add(new Piece(line, x, values.get(i), false));
    }
    x += typeface.width(values.get(values.size() - 1)) + BEHIND_VALUE;
  }
}
