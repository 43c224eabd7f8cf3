package org.quietus.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A table as aligned plain text; columns of numbers stand to the right. */
public final class TextTable {
  private final List<String> head;
  private final List<List<Object>> rows = new ArrayList<>();

  public TextTable(String... head) {
    this.head = List.of(head);
  }

  /** Adds a row; a number is shown with separators, an empty optional as a dash. */
  public TextTable row(Object... cells) {
    rows.add(Arrays.asList(cells));
    return this;
  }

  /** Whether it has no rows. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines, indented by two spaces, the last with its line feed. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, head);
    rows.forEach(row -> line(text, row.stream().map(TextTable::shown).toList()));
    return text.toString();
  }

  private void line(StringBuilder text, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < head.size(); column++) {
      String cell = cells.get(column);
      String blank = " ".repeat(width(column) - cell.length());
      line.append("  ").append(isNumeric(column) ? blank + cell : cell + blank);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    return rows.stream()
        .mapToInt(row -> shown(row.get(column)).length())
        .reduce(head.get(column).length(), Math::max);
  }

  private boolean isNumeric(int column) {
    List<Object> cells = rows.stream().flatMap(row -> present(row.get(column))).toList();
    return !cells.isEmpty() && cells.stream().allMatch(Number.class::isInstance);
  }

  private static Stream<Object> present(Object cell) {
    return cell instanceof Optional<?> optional
        ? optional.stream().map(Object.class::cast)
        : Stream.of(cell);
  }

  private static String shown(Object cell) {
    return present(cell).map(TextTable::text).findFirst().orElse("-");
  }

  private static String text(Object value) {
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : value.toString();
  }
}
