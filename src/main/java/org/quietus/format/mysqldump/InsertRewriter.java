package org.quietus.format.mysqldump;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Decision;
import org.quietus.format.DumpTableName;
import org.quietus.format.NameAt;
import org.quietus.format.Output;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.format.RowTallies;
import org.quietus.format.RowTally;
import org.quietus.format.SqlToken;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;

/**
 * Reads one INSERT statement after the other; passes, drops or changes the rows that are wanted.
 */
final class InsertRewriter {
  /** Where MariaDB keeps bounds and histograms of columns, which a dump of all databases has. */
  private static final DumpTableName STATISTICS = new DumpTableName("mysql", "column_stats");

  private final Window window;
  private final Session session;
  private final DumpNames names;
  private final Output output;
  private final RowTallies tallies;
  private final RowDecider decider;
  private final Lexer lexer;
  private final RowLexer rowLexer;

  /** Of the last statement up to its first row, and whether its rows are wanted. */
  private byte[] head = {};

  private @Nullable WantedRows wanted;
  private boolean[] binary = {};

  InsertRewriter(
      Window window,
      Session session,
      DumpNames names,
      Output output,
      RowTallies tallies,
      RowDecider decider) {
    this.window = window;
    this.session = session;
    this.names = names;
    this.output = output;
    this.tallies = tallies;
    this.decider = decider;
    this.lexer = new Lexer(window, session);
    this.rowLexer = new RowLexer(window, lexer);
  }

  /** To be called when the meaning of a statement's head may have changed. */
  void forgetHead() {
    head = new byte[0];
  }

  /** Reads the statement that is held and begins here. */
  void insert(byte[] delimiter) throws IOException {
    if (head.length > 0 && window.at(head)) {
      window.at += head.length;
    } else {
      readHead();
    }
    if (wanted != null) {
      rows(wanted, delimiter);
      return;
    }
    window.release();
    if (session.charsetDeclared()) {
      lexer.statement(delimiter);
    } else {
      lexer.rows(delimiter, binary);
    }
  }

  private void readHead() throws IOException {
    long offset = window.offset();
    int length = rowLexer.head();
    head = Arrays.copyOfRange(window.bytes, window.held, window.at);
    List<SqlToken> tokens = SqlTokens.of(Arrays.copyOf(head, length), session);
    NameAt name = InsertHead.name(tokens);
    if (name == null) {
      throw new UnsupportedDump("an INSERT of another form", offset);
    }
    DumpTableName table = names.table(name.database(), name.table(), offset);
    if (table.isLike(STATISTICS)) {
      throw new UnsupportedDump(
          "statistics of columns, which hold values of rows; dump with"
              + " --ignore-table=mysql.column_stats",
          offset,
          table);
    }
    InsertHead parsed =
        InsertHead.parse(tokens)
            .orElseThrow(
                () -> new UnsupportedDump("an INSERT other than of rows of values", offset, table));
    RowSource source = names.source(table, parsed.columns());
    binary = TextCheck.binary(source);
    wanted =
        decider.wants(source)
            ? new WantedRows(source, tallies.of(source.table()), spelling(source))
            : null;
  }

  private Spelling spelling(RowSource source) {
    return session.unconverted()
        ? session.spelling().in(names.charsets(source))
        : session.spelling();
  }

  private void rows(WantedRows rows, byte[] delimiter) throws IOException {
    window.pass(window.held);
    output.amongRows(true);
    window.discard(window.at);
    rowLexer.begin(rows.source());
    boolean begun = false;
    boolean first = true;
    while (rowLexer.next(first, delimiter)) {
      begun |= row(rows, begun);
      first = false;
    }
    if (!begun) {
      window.discard(window.at);
    }
    window.pass(window.at);
    output.amongRows(false);
  }

  /** Decides on the row just read; returns whether it stays. */
  private boolean row(WantedRows rows, boolean begun) throws IOException {
    LexedRow row = rowLexer.row(rows.source(), rows.spelling());
    Decision decision = decider.decide(row);
    if (decision instanceof Decision.Drop) {
      rows.tally().dropped();
      window.discard(window.at);
      return false;
    }
    if (decision instanceof Decision.Change change) {
      byte[] changed = row.with(change.values());
      byte[] separator = Arrays.copyOfRange(window.bytes, window.held, row.start());
      window.discard(window.at);
      write(begun ? separator : head);
      write(changed);
      rows.tally().changed(head, changed);
    } else {
      rows.tally().kept(head, window.bytes, row.start(), window.at);
      if (!begun) {
        window.discard(row.start());
        write(head);
      }
    }
    return true;
  }

  private void write(byte[] bytes) throws IOException {
    output.comes(bytes);
  }

  /** What a statement's rows have in common. */
  private record WantedRows(RowSource source, RowTally tally, Spelling spelling) {}
}
