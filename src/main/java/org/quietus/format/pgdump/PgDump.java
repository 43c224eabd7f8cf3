package org.quietus.format.pgdump;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * What {@code pg_dump} writes in its plain format, rows as COPY or as INSERT; also {@code
 * pg_restore -f} and {@code pg_dumpall}.
 */
public final class PgDump implements DumpFormat {
  private static final int LARGEST_ROW = 64 << 20;
  private static final int HEAD = 1 << 20;

  /** Before each table stands where it is. */
  private static final Pattern TABLE =
      Pattern.compile("(?m)^-- Name: .*?; Type: TABLE; Schema: (.+?); Owner: .*$");

  private static final Pattern CONNECT = Pattern.compile("(?m)^\\\\c(?:onnect)?\\s+(.*?)\\s*$");

  private final int largestRow;
  private final Optional<String> database;
  private final String schema;

  /** Of the schema {@code public} of any one database; rows may be 64 MiB long. */
  public PgDump() {
    this(Optional.empty(), "public");
  }

  /**
   * The same for dumps of a schema of a database, as the server calls both: a name in it means what
   * a name alone means.
   */
  public PgDump(Optional<String> database, String schema) {
    this(LARGEST_ROW, database, schema);
  }

  /**
   * Rows of wanted tables, and statements, may be that long, in bytes as the dump spells them; the
   * memory needed is two to three times that.
   */
  public PgDump(int largestRow, Optional<String> database, String schema) {
    this.largestRow = largestRow;
    this.database = database;
    this.schema = schema;
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

  @Override
  public RowKeeper keeper(ByteStore store) {
    return new LiteralKeeper(store);
  }

  @Override
  public boolean saysDatabase() {
    return true;
  }

  /** As its first table is called, which is that of any other in the same schema. */
  @Override
  public Optional<String> database(InputStream dump) throws IOException {
    String head = new String(dump.readNBytes(HEAD), StandardCharsets.UTF_8);
    Matcher table = TABLE.matcher(head);
    if (!table.find()) {
      return Optional.empty();
    }
    List<String> connected =
        CONNECT
            .matcher(head.substring(0, table.start()))
            .results()
            .flatMap(command -> PsqlCommands.database(command.group(1)).stream())
            .toList();
    String own = database.orElseGet(() -> connected.isEmpty() ? "" : connected.get(0));
    String last = connected.isEmpty() ? own : connected.get(connected.size() - 1);
    return Optional.of((last.equals(own) ? "" : last + ".") + table.group(1));
  }

  /** Names of the database and schema alone are left out wherever tables are named. */
  @Override
  public boolean isHome(String name) {
    return false;
  }

  @Override
  public String howToShowTheEnd() {
    return "dump with pg_dump alone, or add the lines '-- PostgreSQL database dump complete' and"
        + " '--' once it is";
  }

  private Reading read(InputStream in, Output output, RowTallies tallies, RowDecider decider)
      throws IOException {
    Window window = new Window(in, output, largestRow);
    RowsTo rows = new RowsTo(window, output, tallies, decider);
    return new DumpStatements(window, new Relations(database, schema), rows).read();
  }
}
