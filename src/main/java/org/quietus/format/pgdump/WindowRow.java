package org.quietus.format.pgdump;

import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.format.LiteralRow;
import org.quietus.format.RowSource;
import org.quietus.format.Spans;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;
import org.quietus.policy.Counted;

/** A row as it stands in the window, from where it begins to where the window stands. */
final class WindowRow extends LiteralRow {
  private static final byte[] DEFAULT = "DEFAULT".getBytes(StandardCharsets.US_ASCII);

  private final Values values;
  private final byte[] bytes;
  private final int held;
  private final int rowStart;
  private final int rowEnd;
  private final Spans spans;
  private final long offset;

  /** {@code rowStart} is counted from where the window holds. */
  WindowRow(RowSource source, Values values, Window window, Spans spans, int rowStart) {
    super(source, values);
    this.values = values;
    this.bytes = window.bytes;
    this.held = window.held;
    this.rowStart = held + rowStart;
    this.rowEnd = window.at;
    this.spans = spans;
    this.offset = window.offset() - (window.at - this.rowStart);
  }

  /** Refuses a row of another number of values than its columns, if those are known. */
  static void requireCount(int values, RowSource source, boolean known, long offset)
      throws UnsupportedDump {
    int columns = source.columns().size();
    if ((known || columns > 0) && values != columns) {
      throw new UnsupportedDump(
          "a row of %s for %s"
              .formatted(Counted.of(values, "value"), Counted.of(columns, "column")),
          offset,
          source.table());
    }
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public int size() {
    return spans.count();
  }

  @Override
  protected byte[] text() {
    return bytes;
  }

  @Override
  protected int start(int column) {
    return held + spans.start(column);
  }

  @Override
  protected int end(int column) {
    return held + spans.end(column);
  }

  /** Position of its first byte in the window's bytes. */
  int rowStart() {
    return rowStart;
  }

  /**
   * The row's bytes with other values in some columns; a column that the database computes from
   * them says DEFAULT, so that the old value does not stay in the text.
   */
  byte[] with(Map<String, @Nullable Object> changed) throws UnsupportedDump {
    Map<Integer, byte[]> literals = new HashMap<>();
    for (Map.Entry<String, @Nullable Object> value : changed.entrySet()) {
      int column = source().indexOf(value.getKey());
      if (column < 0) {
        throw new IllegalArgumentException(
            "table " + source().table() + " has no column '" + value.getKey() + "' to change");
      }
      literals.put(column, written(value.getValue(), column));
    }
    for (String computed : computedFrom(changed.keySet())) {
      int column = source().indexOf(computed);
      if (column >= 0) {
        literals.putIfAbsent(column, DEFAULT);
      }
    }
    ByteArrayOutputStream row = new ByteArrayOutputStream(rowEnd - rowStart);
    int at = rowStart;
    for (int column = 0; column < size(); column++) {
      byte[] literal = literals.get(column);
      if (literal != null) {
        int start = start(column) + leading(column);
        row.write(bytes, at, start - at);
        row.writeBytes(literal);
        at = end(column);
      }
    }
    row.write(bytes, at, rowEnd - at);
    return row.toByteArray();
  }

  /** Spaces before a literal, which belong to no value of an INSERT. */
  private int leading(int column) {
    if (values instanceof CopyText) {
      return 0;
    }
    int start = start(column);
    while (start < end(column) && SqlLexer.isSpace(bytes[start])) {
      start++;
    }
    return start - start(column);
  }

  private byte[] written(@Nullable Object value, int column) throws UnsupportedDump {
    try {
      return values.write(value, column);
    } catch (CharacterCodingException e) {
      throw new UnsupportedDump(
          "a new value has characters that the dump's encoding lacks; dump with --encoding=UTF8",
          offset,
          source().table());
    }
  }

  private Set<String> computedFrom(Set<String> changed) {
    return source().declared().map(table -> table.computedFrom(changed)).orElse(Set.of());
  }
}
