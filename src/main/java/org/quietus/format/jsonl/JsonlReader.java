package org.quietus.format.jsonl;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Compression;
import org.quietus.format.RecordCopy;
import org.quietus.format.RowSource;

/** Reads one stream of lines. */
final class JsonlReader {
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final int longestLine;
  private final RecordCopy copy;
  private final RowSource source;
  private final Scanner scanner;
  private final JsonRow row;
  private long number;

  JsonlReader(RowSource source, int longestLine, RecordCopy copy) {
    this.source = source;
    this.longestLine = longestLine;
    this.copy = copy;
    this.scanner = new Scanner(Fields.of(source.columns()));
    this.row = new JsonRow(source);
  }

  void read(InputStream in) throws IOException {
    Lines lines = new Lines(in, longestLine);
    while (lines.next()) {
      int from = lines.from();
      if (copy.bytesIn() == 0) {
        from = beginning(lines.bytes(), from, lines.to());
      }
      if (lines.isOverlong()) {
        if (!lines.goesOn()) {
          number++;
          copy.unread(number, "longer than " + longestLine + " bytes");
        }
        copy.passed(lines.bytes(), from, lines.to());
      } else {
        number++;
        line(lines.bytes(), from, lines.to());
      }
    }
  }

  /** Passes a byte order mark. */
  private int beginning(byte[] bytes, int from, int to) throws IOException {
    Compression.refuse(bytes, from, to);
    if (to - from >= MARK.length
        && Arrays.equals(bytes, from, from + MARK.length, MARK, 0, MARK.length)) {
      copy.passed(bytes, from, from + MARK.length);
      return from + MARK.length;
    }
    return from;
  }

  private void line(byte[] bytes, int from, int to) throws IOException {
    if (!copy.isWanted() || isBlank(bytes, from, to)) {
      copy.passed(bytes, from, to);
      return;
    }
    if (copy.knownToStay(bytes, from, to)) {
      return;
    }
    try {
      List<Scanner.Found> found = scanner.scan(bytes, from, to);
      row.at(bytes, from, to, copy.bytesIn(), found, scanner.isOdd());
    } catch (BadLine e) {
      copy.unread(number, e.why());
      copy.passed(bytes, from, to);
      return;
    }
    copy.record(row, bytes, from, to, changes -> row.with(values(changes)));
  }

  private List<List<@Nullable Object>> values(Map<String, @Nullable Object> changes) {
    List<List<@Nullable Object>> columns = new ArrayList<>();
    for (int n = 0; n < source.columns().size(); n++) {
      String path = source.columns().get(n);
      List<@Nullable Object> values = new ArrayList<>();
      if (changes.containsKey(path)) {
        @Nullable Object value = changes.get(path);
        if (value instanceof List<?> each) {
          values.addAll(each);
        } else {
          row.values(n).forEach(old -> values.add(value));
        }
      }
      columns.add(values);
    }
    return columns;
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int n = from; n < to; n++) {
      if (bytes[n] != ' ' && bytes[n] != '\t' && bytes[n] != '\r' && bytes[n] != '\n') {
        return false;
      }
    }
    return true;
  }
}
