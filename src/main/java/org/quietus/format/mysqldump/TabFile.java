package org.quietus.format.mysqldump;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
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

/**
 * The rows of one table, a line each, that another file declares.
 *
 * @param layout as another file says it; then another one shows too that this one is whole
 */
record TabFile(DeclaredTable declared, Optional<TabLayout> layout, int largestRow)
    implements DumpFormat {
  private static final int LARGEST_ROW = 64 << 20;

  TabFile(DeclaredTable declared, Optional<TabLayout> layout) {
    this(declared, layout, LARGEST_ROW);
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
    return new TabReader(declared, layout, window, output, tallies, decider).read();
  }

  @Override
  public RowKeeper keeper(ByteStore store) {
    return new LiteralKeeper(store);
  }

  @Override
  public String howToShowTheEnd() {
    return layout.isPresent() ? ShellDump.END : TabDump.END;
  }
}
