package org.quietus.catalog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
    return (columns.isEmpty() || columns.equals(table.primaryKey())) && lostIn(table).isEmpty();
  }

  /** Its columns that a table does not have any more, or that hold values of other kinds there. */
  public SortedSet<String> lostIn(Table table) {
    List<String> names = columns.isEmpty() ? table.primaryKey() : columns;
    if (names.size() != key.values().size()) {
      return new TreeSet<>(names);
    }
    return IntStream.range(0, names.size())
        .filter(
            n ->
                table
                    .column(names.get(n))
                    .filter(column -> isRead(column.type(), key.values().get(n)))
                    .isEmpty())
        .mapToObj(names::get)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether a value is what is read of columns of a type today; a date that is none is a text. */
  private static boolean isRead(Column.Type type, @Nullable Object value) {
    return switch (type) {
      case INTEGER -> value instanceof Long || value instanceof BigInteger;
      case DECIMAL -> value instanceof BigDecimal;
      case FLOAT -> value instanceof Double;
      case BOOLEAN -> value instanceof Boolean;
      case TEXT, ENUM, UUID, JSON -> value instanceof String;
      case BINARY, POINT -> value instanceof byte[];
      case DATE -> value instanceof LocalDate || value instanceof String;
      case TIME -> value instanceof LocalTime || value instanceof String;
      case DATETIME, TIMESTAMP -> value instanceof LocalDateTime || value instanceof String;
      case OTHER -> false;
    };
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
