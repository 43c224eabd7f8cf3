package org.quietus.format.jsonl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.format.Copying;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTableName;
import org.quietus.format.Format;
import org.quietus.format.Reading;
import org.quietus.format.RewriteReport;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.format.RowTallies;
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
    return reader(
            Copying.to(OutputStream.nullOutputStream()),
            new RowTallies(false),
            RowDecider.keeping(visitor))
        .read(in);
  }

  @Override
  public RewriteReport rewrite(InputStream in, Copying out, RowDecider decider) throws IOException {
    RowTallies tallies = new RowTallies(true);
    JsonlReader reader = reader(out, tallies, decider);
    Reading reading = reader.read(in);
    return new RewriteReport(reading, tallies.byTable(), reader.bytesOut(), reader.restSha256());
  }

  private JsonlReader reader(Copying out, RowTallies tallies, RowDecider decider)
      throws IOException {
    return new JsonlReader(
        source, longestLine, out, tallies.of(source.table()), decider, decider.wants(source));
  }

  /** What every reading of it says of tables. */
  static DumpSchema schema(RowSource source) {
    return new DumpSchema(Set.of(), Set.of(source));
  }
}
