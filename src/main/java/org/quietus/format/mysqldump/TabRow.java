package org.quietus.format.mysqldump;

import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quietus.format.LiteralRow;
import org.quietus.format.RowSource;
import org.quietus.format.Spans;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;

/** A line of a file of rows, as it stands in the window. */
final class TabRow extends LiteralRow {
  private final TabText spelling;
  private final byte[] bytes;
  private final int held;
  private final int end;
  private final Spans spans;
  private final long offset;

  TabRow(RowSource source, TabText spelling, Window window, Spans spans) {
    super(source, spelling);
    this.spelling = spelling;
    this.bytes = window.bytes;
    this.held = window.held;
    this.end = window.at;
    this.spans = spans;
    this.offset = window.offset() - (end - held);
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

  /**
   * The line with other values in some columns; one that the database computes from them is NULL,
   * so that the old value does not stay in the text: it is computed whatever a file has for it.
   */
  byte[] with(Map<String, @Nullable Object> changed) throws UnsupportedDump {
    Map<Integer, byte[]> values = new HashMap<>();
    for (Map.Entry<String, @Nullable Object> value : changed.entrySet()) {
      int column = source().indexOf(value.getKey());
      if (column < 0) {
        throw new IllegalArgumentException(
            "table " + source().table() + " has no column '" + value.getKey() + "' to change");
      }
      values.put(column, written(value.getValue(), column));
    }
    for (String computed : source().declared().orElseThrow().computedFrom(changed.keySet())) {
      int column = source().indexOf(computed);
      if (column >= 0) {
        values.putIfAbsent(column, TabText.NULL);
      }
    }
    ByteArrayOutputStream row = new ByteArrayOutputStream(end - held);
    for (int column = 0; column < size(); column++) {
      byte @Nullable [] value = values.get(column);
      if (value == null) {
        row.write(bytes, start(column), end(column) - start(column));
      } else {
        row.writeBytes(value);
      }
      row.write(column == size() - 1 ? '\n' : '\t');
    }
    return row.toByteArray();
  }

  private byte[] written(@Nullable Object value, int column) throws UnsupportedDump {
    try {
      return spelling.write(value, column);
    } catch (CharacterCodingException e) {
      throw new UnsupportedDump(
          "a new value has characters of which nothing says how the file spells them; let the"
              + " strategy of column '"
              + source().columns().get(column)
              + "' give ASCII",
          offset,
          source().table());
    }
  }
}
