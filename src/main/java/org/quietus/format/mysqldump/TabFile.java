package org.quietus.format.mysqldump;

import java.io.IOException;
import java.io.InputStream;
import org.quietus.format.ByteStore;
import org.quietus.format.Copying;
import org.quietus.format.DumpFormat;
import org.quietus.format.LiteralKeeper;
import org.quietus.format.Output;
import org.quietus.format.Reading;
import org.quietus.format.RewriteReport;
import org.quietus.format.RowDecider;
import org.quietus.format.RowKeeper;
import org.quietus.format.RowTallies;
import org.quietus.format.RowVisitor;
import org.quietus.format.Window;

/** The rows of one table, a line each, that another file declares. */
record TabFile(DeclaredTable declared, boolean ends, int largestRow) implements DumpFormat {
  private static final int LARGEST_ROW = 64 << 20;

  /** {@code ends} if another file shows that this one is whole. */
  TabFile(DeclaredTable declared, boolean ends) {
    this(declared, ends, LARGEST_ROW);
  }

  @Override
  public Reading scan(InputStream in, RowVisitor visitor) throws IOException {
    return read(in, Output.nowhere(), new RowTallies(false), RowDecider.keeping(visitor));
  }

  @Override
  public RewriteReport rewrite(InputStream in, Copying out, RowDecider decider) throws IOException {
    Output output = Output.to(out);
    RowTallies tallies = new RowTallies(true);
    Reading reading = read(in, output, tallies, decider);
    return new RewriteReport(reading, tallies.byTable(), output.bytes(), output.restSha256());
  }

  private Reading read(InputStream in, Output output, RowTallies tallies, RowDecider decider)
      throws IOException {
    Window window = new Window(in, output, largestRow);
    return new TabReader(declared, ends, window, output, tallies, decider).read();
  }

  @Override
  public RowKeeper keeper(ByteStore store) {
    return new LiteralKeeper(store);
  }

  @Override
  public String howToShowTheEnd() {
    return TabDump.END;
  }
}
