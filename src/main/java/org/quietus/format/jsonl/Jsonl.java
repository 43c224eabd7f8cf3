package org.quietus.format.jsonl;

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

/**
 * JSON Lines in UTF-8: each line is one record, of any shape. A line that cannot be read stays as
 * it is and stops itself alone; empty lines and a byte order mark stay too.
 */
public final class Jsonl implements Format {
  private static final int LONGEST_LINE = 16 << 20;

  private final RowSource source;
  private final int longestLine;

  /**
   * Lines may be 16 MiB long.
   *
   * @param table what the records are called
   * @param paths what is looked for in each of them: names with dots between them, {@code [*]} for
   *     each element of an array; they are the columns
   */
  public Jsonl(DumpTableName table, List<String> paths) {
    this(table, paths, LONGEST_LINE);
  }

  /** Lines may be that long, in bytes; about as much memory is needed. */
  public Jsonl(DumpTableName table, List<String> paths, int longestLine) {
    this.source = new RowSource(table, paths, Optional.empty());
    this.longestLine = longestLine;
  }

  @Override
  public Reading scan(InputStream in, RowVisitor visitor) throws IOException {
    RecordCopy copy = RecordCopy.shownTo(visitor, source);
    new JsonlReader(source, longestLine, copy).read(in);
    return copy.reading();
  }

  @Override
  public RewriteReport rewrite(InputStream in, Copying out, RowDecider decider) throws IOException {
    RecordCopy copy = new RecordCopy(source, out, decider);
    new JsonlReader(source, longestLine, copy).read(in);
    return copy.report();
  }
}
