package org.quietus.format.jsonl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Row;
import org.quietus.format.RowSource;

/** One line that holds a JSON value. */
final class JsonRow implements Row {
  private final RowSource source;
  private byte[] bytes = {};
  private int from;
  private int to;
  private long offset;
  private List<Scanner.Found> found = List.of();
  private boolean odd;

  JsonRow(RowSource source) {
    this.source = source;
  }

  void at(byte[] line, int begin, int end, long place, List<Scanner.Found> values, boolean isOdd) {
    bytes = line;
    from = begin;
    to = end;
    offset = place;
    found = values;
    odd = isOdd;
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
    return Optional.of(Arrays.copyOfRange(bytes, from, to));
  }

  @Override
  public int size() {
    return source.columns().size();
  }

  @Override
  public List<@Nullable Object> values(int column) {
    List<@Nullable Object> values = new ArrayList<>(1);
    for (Scanner.Found each : found) {
      if (each.column() == column) {
        values.add(Texts.value(bytes, each.from(), each.to()));
      }
    }
    return values;
  }

  @Override
  public boolean spell(int column, Spelled taker) {
    for (int n = 0; n < found.size(); n++) {
      Scanner.Found each = found.get(n);
      if (each.column() == column && !isTaken(each.from(), each.to(), taker)) {
        return false;
      }
    }
    return true;
  }

  private boolean isTaken(int begin, int end, Spelled taker) {
    byte first = bytes[begin];
    return switch (first) {
      case 'n' -> true;
      case '"' -> taker.take(bytes, begin + 1, end - 1);
      default -> first >= '0' && first <= '9' && taker.take(bytes, begin, end);
    };
  }

  @Override
  public @Nullable String text(int column) {
    List<@Nullable Object> values = values(column);
    @Nullable Object first = values.isEmpty() ? null : values.get(0);
    return first == null ? null : first.toString();
  }

  @Override
  public byte @Nullable [] bytes(int column) {
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

  @Override
  public boolean isOdd(int column) {
    for (int n = 0; n < found.size(); n++) {
      Scanner.Found each = found.get(n);
      if (each.column() == column && (bytes[each.from()] == '{' || bytes[each.from()] == '[')) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isOdd() {
    return odd;
  }

  /** The line with other values; everything between them stays. */
  byte[] with(List<? extends List<? extends @Nullable Object>> columns) {
    int[] next = new int[columns.size()];
    List<Scanner.Found> replaced = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    for (Scanner.Found each : found) {
      List<? extends @Nullable Object> of = columns.get(each.column());
      if (next[each.column()] < of.size()) {
        replaced.add(each);
        values.add(Texts.json(of.get(next[each.column()]++)));
      }
    }
    return spliced(replaced, values);
  }

  private byte[] spliced(List<Scanner.Found> replaced, List<byte[]> values) {
    java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream(to - from);
    List<Integer> order = new ArrayList<>();
    for (int n = 0; n < replaced.size(); n++) {
      order.add(n);
    }
    order.sort(java.util.Comparator.comparingInt(n -> replaced.get(n).from()));
    int at = from;
    for (int n : order) {
      Scanner.Found value = replaced.get(n);
      if (value.from() >= at) { // else it lies in one that is replaced as a whole
        line.write(bytes, at, value.from() - at);
        line.writeBytes(values.get(n));
        at = value.to();
      }
    }
    line.write(bytes, at, to - at);
    return line.toByteArray();
  }

  @Override
  public String toString() {
    return "JsonRow[" + Arrays.asList(source.columns()) + "]";
  }
}
