package org.quietus.format.csv;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.format.UnsupportedDump;

/** The row that a reader is at; its values are those of the columns that are looked for. */
final class CsvRow implements Row {
  private final RowSource source;
  private final CutRows rows;
  private final FieldText text;
  private final boolean quotes;
  private long offset;

  CsvRow(RowSource source, CutRows rows, FieldText text, boolean quotes) {
    this.source = source;
    this.rows = rows;
    this.text = text;
    this.quotes = quotes;
  }

  /** Where it begins in the file. */
  CsvRow at(long place) {
    offset = place;
    return this;
  }

  @Override
  public RowSource source() {
    return source;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public Optional<byte[]> whole() {
    return Optional.of(Arrays.copyOfRange(rows.bytes(), rows.from(), rows.to()));
  }

  @Override
  public int size() {
    return source.columns().size();
  }

  @Override
  public @Nullable String text(int column) {
    FieldPlaces fields = rows.fields();
    return text.value(rows.bytes(), from(column), to(column), fields.isQuoted(column));
  }

  @Override
  public boolean spell(int column, Spelled taker) {
    return text.spell(
        rows.bytes(), from(column), to(column), rows.fields().isQuoted(column), taker);
  }

  @Override
  public byte @Nullable [] bytes(int column) {
    @Nullable String value = text(column);
    return value == null ? null : text.bytes(value);
  }

  @Override
  public boolean isBits(int column) {
    return false;
  }

  @Override
  public boolean isDefault(int column) {
    return false;
  }

  /** Quotes that the layout does not have may hide a value that is looked for. */
  @Override
  public boolean isOdd(int column) {
    int from = from(column);
    int last = to(column) - 1;
    byte[] bytes = rows.bytes();
    return !quotes && last > from && bytes[from] == '"' && bytes[last] == '"';
  }

  private int from(int column) {
    return rows.from() + rows.fields().from(column);
  }

  private int to(int column) {
    return rows.from() + rows.fields().to(column);
  }

  /** The row with other values; everything between them stays. */
  byte[] with(Map<String, @Nullable Object> values) throws UnsupportedDump {
    ByteArrayOutputStream row = new ByteArrayOutputStream(rows.to() - rows.from());
    byte[] bytes = rows.bytes();
    int at = rows.from();
    List<Integer> changed =
        IntStream.range(0, size())
            .filter(column -> values.containsKey(source.columns().get(column)))
            .boxed()
            .sorted(Comparator.comparingInt(this::from))
            .toList();
    for (int column : changed) {
      row.write(bytes, at, from(column) - at);
      row.writeBytes(written(column, values.get(source.columns().get(column))));
      at = to(column);
    }
    row.write(bytes, at, rows.to() - at);
    if (row.size() == 0) {
      row.write('\n'); // nothing at the end of a file would be no row
    }
    return row.toByteArray();
  }

  private byte[] written(int column, @Nullable Object value) throws UnsupportedDump {
    @Nullable Object one = value instanceof List<?> each ? each.get(0) : value;
    return text.written(one, rows.fields().isQuoted(column))
        .orElseThrow(
            () ->
                new UnsupportedDump(
                    "line "
                        + rows.number()
                        + ": what column '"
                        + source.columns().get(column)
                        + "' is anonymised to cannot be written in this layout",
                    offset));
  }

  @Override
  public String toString() {
    return "CsvRow[" + source.columns() + "]";
  }
}
