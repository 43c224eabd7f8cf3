package org.quietus.format.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.quietus.format.Copying;
import org.quietus.format.DumpTableName;
import org.quietus.format.Format;
import org.quietus.format.Reading;
import org.quietus.format.RecordCopy;
import org.quietus.format.RewriteReport;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;
import org.quietus.policy.RowLayout;

/**
 * One row a line, its fields between delimiters. A row that cannot be read, or has another number
 * of fields than its header, stays as it is and stops itself alone; empty lines and a byte order
 * mark stay too. A file whose header lacks a column that is looked for is refused.
 */
public final class Csv implements Format {
  private static final int LONGEST_ROW = 16 << 20;

  private final RowSource source;
  private final RowLayout layout;
  private final int longestRow;

  /**
   * Rows may be 16 MiB long.
   *
   * @param table what the records are called
   * @param columns that are looked for in each of them, by their names in the header
   */
  public Csv(DumpTableName table, List<String> columns, RowLayout layout) {
    this(table, columns, layout, LONGEST_ROW);
  }

  /** Rows may be that long, in bytes; about as much memory is needed. */
  public Csv(DumpTableName table, List<String> columns, RowLayout layout, int longestRow) {
    this.source = new RowSource(table, columns, Optional.empty());
    this.layout = layout;
    this.longestRow = longestRow;
  }

  @Override
  public Reading scan(InputStream in, RowVisitor visitor) throws IOException {
    RecordCopy copy = RecordCopy.shownTo(visitor, source);
    InputStream content = layout.isUtf16() ? Utf16.of(layout.charset(), in).content() : in;
    read(content, copy);
    return copy.reading();
  }

  @Override
  public RewriteReport rewrite(InputStream in, Copying out, RowDecider decider) throws IOException {
    if (!layout.isUtf16()) {
      RecordCopy copy = new RecordCopy(source, out, decider);
      read(in, copy);
      return copy.report();
    }
    Utf16 wide = Utf16.of(layout.charset(), in);
    RecordCopy copy = new RecordCopy(source, wide.copying(out), decider);
    read(wide.content(), copy);
    return copy.report();
  }

  private void read(InputStream content, RecordCopy copy) throws IOException {
    new CsvReader(content, source, layout.narrowed(), longestRow, copy).read();
  }
}
