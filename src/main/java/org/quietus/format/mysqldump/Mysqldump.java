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
 * What {@code mysqldump} and {@code mariadb-dump} write, in any of their styles but tab and XML.
 */
public final class Mysqldump implements DumpFormat {
  private static final int LARGEST_ROW = 64 << 20;

  private final int largestRow;
  private final Optional<String> database;

  /** Rows of wanted tables may be 64 MiB long. */
  public Mysqldump() {
    this(Optional.empty());
  }

  /**
   * The same for dumps of a database, as the server calls it: names with it mean what names without
   * a database mean.
   */
  public Mysqldump(Optional<String> database) {
    this(LARGEST_ROW, database);
  }

  /**
   * Rows of wanted tables may be that long, in bytes as the dump spells them; the memory needed is
   * two to three times that.
   */
  public Mysqldump(int largestRow, Optional<String> database) {
    this.largestRow = largestRow;
    this.database = database;
  }

  @Override
  public Reading scan(InputStream in, RowVisitor visitor) throws IOException {
    Output nowhere = Output.nowhere();
    return read(in, nowhere, new RowTallies(false), RowDecider.keeping(visitor));
  }

  @Override
  public RewriteReport rewrite(InputStream in, Copying out, RowDecider decider) throws IOException {
    Output output = Output.to(out);
    RowTallies tallies = new RowTallies(true);
    Reading reading = read(in, output, tallies, decider);
    return new RewriteReport(reading, tallies.byTable(), output.bytes(), output.restSha256());
  }

  @Override
  public RowKeeper keeper(ByteStore store) {
    return new LiteralKeeper(store);
  }

  @Override
  public String howToShowTheEnd() {
    return "dump without --compact, or add the line '-- Dump completed' once it is";
  }

  private Reading read(InputStream in, Output output, RowTallies tallies, RowDecider decider)
      throws IOException {
    Window window = new Window(in, output, largestRow);
    Session session = new Session();
    DumpNames names = new DumpNames(database);
    InsertRewriter inserts = new InsertRewriter(window, session, names, output, tallies, decider);
    Reading reading = new DumpReader(window, session, names, inserts).read();
    return reading;
  }
}
