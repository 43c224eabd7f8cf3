package org.quietus.format.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Beside;
import org.quietus.format.Compression;
import org.quietus.format.NotADump;
import org.quietus.format.RecordCopy;
import org.quietus.format.RowSource;
import org.quietus.format.UnsupportedDump;
import org.quietus.policy.Counted;
import org.quietus.policy.RowLayout;

/** Reads one stream of rows. */
final class CsvReader {
  private static final int BEGINNING = 16;
  private static final int MOST_DIGITS = 16;
  private static final byte[][] UTF_16 = {{(byte) 0xff, (byte) 0xfe}, {(byte) 0xfe, (byte) 0xff}};

  private final RowSource source;
  private final int longestRow;
  private final RowLayout layout;
  private final Signs signs;
  private final RowBuffer buffer;
  private final CutRows rows;
  private final FieldText text;
  private final CsvRow row;
  private final RecordCopy copy;
  private Header header = new Header(List.of());
  private boolean hasAtSign;
  private long digitsOfHeader;
  private boolean underOthers;

  /** Whether there were rows with what may be names of columns wherever it is looked. */
  private boolean rowsOfNames;

  /** Whether there were other ones. */
  private boolean otherRows;

  CsvReader(InputStream in, RowSource source, RowLayout layout, int longestRow, RecordCopy copy) {
    this.signs = new Signs(layout);
    this.source = source;
    this.layout = layout;
    this.longestRow = longestRow;
    this.buffer = new RowBuffer(in, longestRow);
    this.rows = new CutRows(buffer, signs);
    this.text = new FieldText(layout);
    this.row = new CsvRow(source, rows, text, signs.hasQuotes());
    this.copy = copy;
  }

  void read() throws IOException {
    beginning();
    Optional<Header> first = layout.columns().map(Header::new);
    if (first.isEmpty()) {
      first = header();
    }
    if (first.isEmpty()) {
      return; // nothing at all is in it
    }
    header = first.get();
    String names = String.join("", header.names());
    hasAtSign = names.indexOf('@') >= 0;
    digitsOfHeader = names.chars().filter(c -> c >= '0' && c <= '9').count();
    rows.fields().only(header.places(source.columns()));
    for (String name : header.names()) {
      copy.beside(Beside.HEADER, name);
    }
    while (rows.next()) {
      row();
    }
  }

  /** Passes a byte order mark. */
  private void beginning() throws IOException {
    buffer.ahead(BEGINNING);
    Compression.refuse(buffer.bytes, 0, buffer.filled);
    for (byte[] mark : UTF_16) {
      if (buffer.beginsWith(mark)) {
        throw new UnsupportedDump(
            "the object is UTF-16; write 'charset: UTF-16' in the layout of its set", 0);
      }
    }
    byte[] mark = signs.mark();
    if (mark.length > 0 && buffer.beginsWith(mark)) {
      copy.passed(buffer.bytes, 0, mark.length);
      buffer.at = mark.length;
    }
  }

  /** Passes the first row that is not blank; empty if there is none. */
  private Optional<Header> header() throws IOException {
    while (rows.next()) {
      boolean blank = rows.isBlank();
      Optional<Header> first = blank ? Optional.empty() : Optional.of(first());
      copy.passed(rows.bytes(), rows.from(), rows.to());
      if (first.isPresent()) {
        return first;
      }
    }
    return Optional.empty();
  }

  private Header first() throws NotADump {
    Optional<String> wrong = wrong();
    if (wrong.isPresent()) {
      throw new NotADump("the header in line " + rows.number() + " is wrong: " + wrong.get(), 0);
    }
    return names(rows);
  }

  private Header names(CutRows of) {
    List<String> names = new ArrayList<>();
    for (int n = 0; n < of.fields().count(); n++) {
      int from = of.from() + of.fields().from(n);
      int to = of.from() + of.fields().to(n);
      names.add(
          Optional.ofNullable(text.value(of.bytes(), from, to, of.fields().isQuoted(n)))
              .orElse(""));
    }
    return new Header(names);
  }

  private void row() throws IOException {
    boolean skipped =
        !copy.isWanted() || rows.goesOn() || (rows.isBlank() && header.names().size() > 1);
    Optional<String> wrong = skipped ? Optional.empty() : wrongRow();
    wrong.ifPresent(why -> copy.unread(rows.number(), why));
    if (skipped || wrong.isPresent() || isHeaderAgain() || underOthers) {
      copy.passed(rows.bytes(), rows.from(), rows.to());
    } else {
      row.at(copy.bytesIn());
      copy.record(row, rows.bytes(), rows.from(), rows.to(), row::with);
    }
  }

  /**
   * Whether the row is a header, as where files were put behind each other. The fields behind
   * another one would be taken for what they are not: they are not read.
   */
  private boolean isHeaderAgain() throws IOException {
    boolean name = false;
    for (int n = 0; n < row.size(); n++) {
      @Nullable String value = row.text(n);
      if (!Header.isName(value)) {
        otherRows = true;
        return false;
      }
      name |= value != null && !value.isEmpty();
    }
    if (!name || !mayBeNames()) {
      rowsOfNames |= name;
      return false;
    }
    Header again = whole();
    if (!header.isLike(again, otherRows && !rowsOfNames)) {
      rowsOfNames = true;
      return false;
    }
    underOthers = !again.names().equals(header.names());
    if (underOthers) {
      copy.unread(
          rows.number(),
          layout.columns().isPresent()
              ? "a header of other columns than 'columns', and all behind it"
              : "another header than that of the file, and all behind it");
    }
    return true;
  }

  /** Whether a row has no more digits than a few years, and no at sign unless the header has. */
  private boolean mayBeNames() {
    int digits = 0;
    byte[] bytes = rows.bytes();
    for (int n = rows.from(); n < rows.to(); n++) {
      digits += bytes[n] >= '0' && bytes[n] <= '9' ? 1 : 0;
      if ((bytes[n] == '@' && !hasAtSign) || digits > digitsOfHeader + MOST_DIGITS) {
        return false;
      }
    }
    return true;
  }

  /** Every field of the row. */
  private Header whole() throws IOException {
    int length = rows.to() - rows.from();
    InputStream again = new ByteArrayInputStream(rows.bytes(), rows.from(), length);
    CutRows alone = new CutRows(new RowBuffer(again, length + BEGINNING), signs);
    alone.next();
    return names(alone);
  }

  private Optional<String> wrongRow() {
    Optional<String> wrong = wrong();
    int count = rows.fields().count();
    int columns = header.names().size();
    return wrong.isPresent() || count == columns
        ? wrong
        : Optional.of(
            Counted.of(count, "field")
                + " where "
                + (layout.columns().isPresent() ? "'columns'" : "the header")
                + " has "
                + columns);
  }

  /** Why nobody can tell what is in the row. */
  private Optional<String> wrong() {
    if (rows.isOverlong()) {
      return Optional.of("longer than " + longestRow + " bytes");
    }
    return Optional.ofNullable(rows.bad())
        .or(
            () ->
                rows.isBeyondAscii() && !text.isText(rows.bytes(), rows.from(), rows.to())
                    ? Optional.of("not " + layout.charset().name())
                    : Optional.empty());
  }
}
