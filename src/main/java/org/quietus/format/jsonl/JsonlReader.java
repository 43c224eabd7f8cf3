package org.quietus.format.jsonl;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Compression;
import org.quietus.format.Copying;
import org.quietus.format.Decision;
import org.quietus.format.Ending;
import org.quietus.format.Reading;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.format.RowTally;
import org.quietus.format.Sha256;
import org.quietus.format.Unread;
import org.quietus.format.UnsupportedDump;

/** Reads one stream of lines, and copies what stays. */
final class JsonlReader {
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final byte[] NO_HEAD = {};

  private final int longestLine;
  private final Copying out;
  private final RowTally tally;
  private final RowDecider decider;
  private final boolean wanted;
  private final RowSource source;
  private final Scanner scanner;
  private final JsonRow row;
  private final MessageDigest rest = Sha256.begin();
  private Unread unread = Unread.NOTHING;
  private long bytesIn;
  private long bytesOut;
  private long number;

  JsonlReader(
      RowSource source,
      int longestLine,
      Copying out,
      RowTally tally,
      RowDecider decider,
      boolean wanted) {
    this.source = source;
    this.longestLine = longestLine;
    this.out = out;
    this.tally = tally;
    this.decider = decider;
    this.wanted = wanted;
    this.scanner = new Scanner(Fields.of(source.columns()));
    this.row = new JsonRow(source);
  }

  long bytesOut() {
    return bytesOut;
  }

  /** Of every byte that belongs to no record. */
  String restSha256() {
    return Sha256.hex(rest);
  }

  Reading read(InputStream in) throws IOException {
    Lines lines = new Lines(in, longestLine);
    while (lines.next()) {
      int from = lines.from();
      if (bytesIn == 0) {
        from = beginning(lines.bytes(), from, lines.to());
      }
      if (lines.isOverlong()) {
        if (!lines.goesOn()) {
          number++;
          bad("longer than " + longestLine + " bytes");
        }
        copy(lines.bytes(), from, lines.to());
      } else {
        number++;
        line(lines.bytes(), from, lines.to());
      }
      bytesIn += lines.to() - from;
    }
    return new Reading(Jsonl.schema(source), Ending.UNPROVEN, bytesIn, unread);
  }

  /** Passes a byte order mark. */
  private int beginning(byte[] bytes, int from, int to) throws IOException {
    for (Compression compression : Compression.values()) {
      if (startsWith(bytes, from, to, compression.magic())) {
        throw new UnsupportedDump(compression.refusal(), 0);
      }
    }
    if (startsWith(bytes, from, to, MARK)) {
      copy(bytes, from, from + MARK.length);
      bytesIn += MARK.length;
      return from + MARK.length;
    }
    return from;
  }

  private static boolean startsWith(byte[] bytes, int from, int to, byte[] start) {
    return to - from >= start.length
        && Arrays.equals(bytes, from, from + start.length, start, 0, start.length);
  }

  private void line(byte[] bytes, int from, int to) throws IOException {
    if (!wanted || isBlank(bytes, from, to)) {
      copy(bytes, from, to);
      return;
    }
    try {
      List<Scanner.Found> found = scanner.scan(bytes, from, to);
      row.at(bytes, from, to, bytesIn, found, scanner.isOdd());
    } catch (BadLine e) {
      bad(e.why());
      copy(bytes, from, to);
      return;
    }
    Decision decision = decider.decide(row);
    if (decision instanceof Decision.Drop) {
      tally.dropped();
      out.goes(bytes, from, to);
    } else if (decision instanceof Decision.Change change) {
      byte[] changed = row.with(values(change));
      tally.changed(NO_HEAD, changed);
      out.goes(bytes, from, to);
      out.comes(changed, 0, changed.length);
      bytesOut += changed.length;
    } else {
      tally.kept(NO_HEAD, bytes, from, to);
      write(bytes, from, to);
    }
  }

  private List<List<@Nullable Object>> values(Decision.Change change) {
    for (String path : change.values().keySet()) {
      if (!source.columns().contains(path)) {
        throw new IllegalArgumentException("no path '" + path + "' is looked for");
      }
    }
    List<List<@Nullable Object>> columns = new ArrayList<>();
    for (int n = 0; n < source.columns().size(); n++) {
      String path = source.columns().get(n);
      List<@Nullable Object> values = new ArrayList<>();
      if (change.values().containsKey(path)) {
        @Nullable Object value = change.values().get(path);
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

  private void bad(String why) {
    unread = unread.plus("line " + number + ": " + why);
  }

  private void copy(byte[] bytes, int from, int to) throws IOException {
    rest.update(bytes, from, to - from);
    write(bytes, from, to);
  }

  private void write(byte[] bytes, int from, int to) throws IOException {
    out.stays(bytes, from, to);
    bytesOut += to - from;
  }
}
