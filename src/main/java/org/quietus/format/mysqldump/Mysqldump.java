package org.quietus.format.mysqldump;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.quietus.format.ByteStore;
import org.quietus.format.Copying;
import org.quietus.format.DumpFormat;
import org.quietus.format.Ending;
import org.quietus.format.LiteralKeeper;
import org.quietus.format.Output;
import org.quietus.format.Reading;
import org.quietus.format.RewriteReport;
import org.quietus.format.Row;
import org.quietus.format.RowDecider;
import org.quietus.format.RowKeeper;
import org.quietus.format.RowSource;
import org.quietus.format.RowTallies;
import org.quietus.format.RowVisitor;
import org.quietus.format.Window;

/**
 * What {@code mysqldump} and {@code mariadb-dump} write into one file, in any of their styles but
 * XML.
 */
public final class Mysqldump implements DumpFormat {
  private static final int LARGEST_ROW = 64 << 20;
  private static final int HEADER = 4096;

  private final int largestRow;
  private final Optional<String> database;
  private final Part part;

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
    this(largestRow, database, Part.WHOLE);
  }

  private Mysqldump(int largestRow, Optional<String> database, Part part) {
    this.largestRow = largestRow;
    this.database = database;
    this.part = part;
  }

  /** A file of a dump of many, which may be of a database. */
  static Mysqldump part(Optional<String> database, Part part) {
    return new Mysqldump(LARGEST_ROW, database, part);
  }

  /**
   * What is known of a file before it is read.
   *
   * @param in the database that names without one are in; empty where the file says it
   * @param declared tables that other files declare
   * @param ends whether another file shows that this one is whole
   */
  record Part(Session.Kind kind, Optional<String> in, List<DeclaredTable> declared, boolean ends) {
    static final Part WHOLE = new Part(Session.Kind.WHOLE, Optional.empty(), List.of(), false);
  }

  /** The tables that a file declares. */
  List<DeclaredTable> declared(InputStream file) throws IOException {
    DumpNames names = new DumpNames(database);
    RowVisitor nothing =
        new RowVisitor() {
          @Override
          public boolean wants(RowSource source) {
            return false;
          }

          @Override
          public void visit(Row row) {}
        };
    RowDecider decider = RowDecider.keeping(nothing);
    read(file, names, Output.nowhere(), new RowTallies(false), decider);
    return names.tables();
  }

  @Override
  public Reading scan(InputStream in, RowVisitor visitor) throws IOException {
    Output nowhere = Output.nowhere();
    DumpNames names = new DumpNames(database);
    return read(in, names, nowhere, new RowTallies(false), RowDecider.keeping(visitor));
  }

  @Override
  public RewriteReport rewrite(InputStream in, Copying out, RowDecider decider) throws IOException {
    Output output = Output.to(out);
    RowTallies tallies = new RowTallies(true);
    Reading reading = read(in, new DumpNames(database), output, tallies, decider);
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

  @Override
  public Optional<String> database() {
    return part.in();
  }

  @Override
  public boolean saysDatabase() {
    return part.in().isEmpty();
  }

  @Override
  public Optional<String> database(InputStream dump) throws IOException {
    byte[] head = dump.readNBytes(HEADER);
    return DumpFrame.chosen(head).or(() -> DumpFrame.database(head));
  }

  @Override
  public boolean isHome(String name) {
    return database.filter(name::equalsIgnoreCase).isPresent();
  }

  private Reading read(
      InputStream in, DumpNames names, Output output, RowTallies tallies, RowDecider decider)
      throws IOException {
    Window window = new Window(in, output, largestRow);
    Session session = new Session(part.kind());
    if (part.in().isPresent()) {
      names.use(part.in().get(), 0);
    }
    part.declared().forEach(names::declare);
    InsertRewriter inserts = new InsertRewriter(window, session, names, output, tallies, decider);
    Reading reading = new DumpReader(window, session, names, inserts).read();
    return part.ends() && reading.ending() == Ending.UNPROVEN
        ? new Reading(reading.schema(), Ending.TRAILER, reading.bytes())
        : reading;
  }
}
