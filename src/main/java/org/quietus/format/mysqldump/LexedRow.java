package org.quietus.format.mysqldump;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.format.LiteralRow;
import org.quietus.format.RowSource;
import org.quietus.format.Spans;
import org.quietus.format.UnsupportedDump;

/** A row as it stands in the window. */
final class LexedRow extends LiteralRow {
  private static final byte[] DEFAULT = "DEFAULT".getBytes(StandardCharsets.US_ASCII);
  private final Spelling spelling;
  private final byte[] bytes;
  private final int held;
  private final Spans spans;
  private final long offset;

  LexedRow(RowSource source, Spelling spelling, byte[] bytes, int held, Spans spans, long offset) {
    super(source, spelling);
    this.spelling = spelling;
    this.bytes = bytes;
    this.held = held;
    this.spans = spans;
    this.offset = offset;
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
  int start() {
    return held + spans.rowStart();
  }

  /**
   * The row's bytes with other values in some columns; a column that the database computes from
   * them says DEFAULT, so that the old value does not stay in the text.
   */
  byte[] with(Map<String, @Nullable Object> values) throws UnsupportedDump {
    Map<Integer, byte[]> literals = new HashMap<>();
    for (Map.Entry<String, @Nullable Object> value : values.entrySet()) {
      int column = source().indexOf(value.getKey());
      if (column < 0) {
        throw new IllegalArgumentException(
            "table " + source().table() + " has no column '" + value.getKey() + "' to change");
      }
      byte[] written =
          new LiteralWriter(spelling, offset, source().table()).write(value.getValue(), column);
      literals.put(column, written);
    }
    for (String computed : computedFrom(values.keySet())) {
      int column = source().indexOf(computed);
      if (column >= 0) {
        literals.putIfAbsent(column, DEFAULT);
      }
    }
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    row.write('(');
    for (int column = 0; column < spans.count(); column++) {
      byte[] literal = literals.get(column);
      if (literal == null) {
        row.write(bytes, held + spans.start(column), spans.end(column) - spans.start(column));
      } else {
        row.writeBytes(literal);
      }
      row.write(column == spans.count() - 1 ? ')' : ',');
    }
    return row.toByteArray();
  }

  private Set<String> computedFrom(Set<String> changed) {
    return source().declared().map(table -> table.computedFrom(changed)).orElse(Set.of());
  }
}
