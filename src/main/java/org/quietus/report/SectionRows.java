package org.quietus.report;

import java.util.ArrayList;
import java.util.List;
import org.quietus.report.Outline.Row;

/** The rows of one section, as they come. */
final class SectionRows {
  private final Words words;
  private final List<Row> rows = new ArrayList<>();

  SectionRows(Words words) {
    this.words = words;
  }

  void add(String label, String text) {
    add(label, text, "");
  }

  void add(String label, String text, String code) {
    rows.add(new Row(words.text("label." + label), text, code));
  }

  /** A row without a label. */
  void wide(String text, String code) {
    rows.add(new Row("", text, code));
  }

  List<Row> all() {
    return List.copyOf(rows);
  }
}
