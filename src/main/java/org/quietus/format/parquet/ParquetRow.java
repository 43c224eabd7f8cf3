package org.quietus.format.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Damaged;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.format.UnsupportedDump;

/** One row, as far as it is looked at. */
final class ParquetRow implements Row {
  private final RowSource source;
  private final List<LeafReader> columns;
  private final long number;
  private final Whole whole;

  /** Digests the row over all its columns. */
  interface Whole {
    byte[] digest() throws IOException;
  }

  /** {@code number} is its place in the file, which has none in bytes. */
  ParquetRow(RowSource source, List<LeafReader> columns, long number, Whole whole) {
    this.source = source;
    this.columns = columns;
    this.number = number;
    this.whole = whole;
  }

  @Override
  public Optional<byte[]> whole() throws IOException {
    try {
      return Optional.of(whole.digest());
    } catch (Damaged e) {
      return Optional.empty(); // of a column that nobody looks at
    }
  }

  @Override
  public String place() {
    return "row " + (number + 1);
  }

  @Override
  public RowSource source() {
    return source;
  }

  @Override
  public long offset() {
    return number;
  }

  @Override
  public int size() {
    return columns.size();
  }

  @Override
  public List<@Nullable Object> values(int column) throws UnsupportedDump {
    return columns.get(column).shown();
  }

  @Override
  public @Nullable String text(int column) throws UnsupportedDump {
    List<@Nullable Object> values = values(column);
    @Nullable Object first = values.isEmpty() ? null : values.get(0);
    return first == null ? null : first.toString();
  }

  @Override
  public byte @Nullable [] bytes(int column) throws UnsupportedDump {
    @Nullable String text = text(column);
    return text == null ? null : text.getBytes(UTF_8);
  }

  @Override
  public boolean isBits(int column) {
    return false;
  }

  @Override
  public boolean isDefault(int column) {
    return false;
  }
}
