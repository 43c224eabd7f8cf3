package org.quietus.catalog;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a row is called as long as somebody's decision about it counts: its primary key under the
 * names of the columns, for the table may get another key meanwhile. Printed without values.
 *
 * @param columns of the primary key then; empty if they were not noted
 */
public record RowName(List<String> columns, RowValues key) {
  private static final String SEPARATOR = ";";

  public RowName {
    columns = List.copyOf(columns);
  }

  /** The name of a row whose values begin with the primary key of its table. */
  public static RowName of(Table table, RowValues row) {
    List<String> columns = table.primaryKey();
    return new RowName(columns, new RowValues(row.values().subList(0, columns.size())));
  }

  /** Whether it is the primary key of a table that it names a row by. */
  public boolean isKeyOf(Table table) {
    return columns.isEmpty() || columns.equals(table.primaryKey());
  }

  /** A reversible text; holds the values, so it is stored sealed only. */
  public String encode() {
    return new RowValues(List.copyOf(columns)).encode() + SEPARATOR + key.encode();
  }

  /** Reads what {@link #encode()} wrote, or the encoded values alone. */
  public static RowName decode(String text) {
    int end = text.indexOf(SEPARATOR);
    return end < 0
        ? new RowName(List.of(), RowValues.decode(text))
        : new RowName(
            RowValues.decode(text.substring(0, end)).values().stream()
                .map(String::valueOf)
                .collect(Collectors.toList()),
            RowValues.decode(text.substring(end + 1)));
  }

  @Override
  public String toString() {
    return "RowName" + columns;
  }
}
