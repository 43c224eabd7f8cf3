package org.quietus.format.pgdump;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.NameAt;
import org.quietus.format.RowSource;
import org.quietus.format.RowTally;
import org.quietus.format.Spans;
import org.quietus.format.SqlToken;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;

/** Reads INSERT statements of rows of values; one whose rows all go, goes with its line. */
final class InsertRows {
  private static final byte[] NOTHING = {};

  private final Window window;
  private final SqlLexer lexer;
  private final Settings settings;
  private final Relations relations;
  private final RowsTo rows;
  private final InsertLexer values;
  private final Spans spans = new Spans();

  /** Of the last statement up to its first row, and whether its rows are wanted. */
  private byte[] head = {};

  private @Nullable Wanted wanted;

  InsertRows(Window window, SqlLexer lexer, Settings settings, Relations relations, RowsTo rows) {
    this.window = window;
    this.lexer = lexer;
    this.settings = settings;
    this.relations = relations;
    this.rows = rows;
    this.values = new InsertLexer(window, lexer, spans);
  }

  /** What a statement's rows have in common. */
  private record Wanted(RowSource source, Values values, RowTally tally) {}

  /** To be called when the meaning of a statement's head may have changed. */
  void forgetHead() {
    head = new byte[0];
  }

  /** Reads the statement that is held and begins here. */
  void insert() throws IOException {
    if (head.length > 0 && window.at(head)) {
      window.at += head.length;
    } else {
      readHead();
    }
    if (wanted != null) {
      decide(wanted);
    } else {
      window.release();
      lexer.statement();
    }
  }

  private void readHead() throws IOException {
    long offset = window.offset();
    int length = values.head();
    head = Arrays.copyOfRange(window.bytes, window.held, window.at);
    List<SqlToken> tokens = Tokens.of(Arrays.copyOf(head, length), settings);
    NameAt name = tokens.size() > 1 && tokens.get(1).is("into") ? NameAt.read(tokens, 2) : null;
    if (name == null) {
      throw new UnsupportedDump("an INSERT of another form", offset);
    }
    DumpTableName table = relations.table(name.database(), name.table(), settings.searchPath());
    wanted = null;
    if (isEmptyRow(table, tokens, name.next())) {
      return;
    }
    List<String> columns = columns(table, tokens, name.next(), offset);
    RowSource source = relations.source(table, columns);
    if (rows.wants(source)) {
      wanted =
          new Wanted(source, new InsertText(settings, ValueKind.of(source)), rows.tally(source));
    }
  }

  /** Whether the statement is {@code DEFAULT VALUES} into a table without columns. */
  private boolean isEmptyRow(DumpTableName table, List<SqlToken> tokens, int at) {
    return at < tokens.size()
        && tokens.get(at).is("default")
        && relations.declaration(table).filter(known -> known.columns().isEmpty()).isPresent();
  }

  private List<String> columns(DumpTableName table, List<SqlToken> tokens, int from, long offset)
      throws UnsupportedDump {
    List<String> columns = new ArrayList<>();
    int at = from;
    if (at < tokens.size() && tokens.get(at).is('(')) {
      for (at++; at < tokens.size() && !tokens.get(at).is(')'); at++) {
        if (!tokens.get(at).is(',')) {
          columns.add(tokens.get(at).text());
        }
      }
      at++;
    }
    if (at < tokens.size() && tokens.get(at).is("overriding")) {
      at += 3;
    }
    if (at != tokens.size() - 1 || !tokens.get(at).is("values")) {
      throw new UnsupportedDump("an INSERT other than of rows of values", offset, table);
    }
    return columns.isEmpty()
        ? relations.declaration(table).map(DumpTable::visible).orElse(List.of())
        : columns;
  }

  private void decide(Wanted of) throws IOException {
    DumpTableName table = of.source().table();
    window.pass(window.held);
    rows.output().amongRows(true);
    boolean begun = false;
    boolean first = true;
    do {
      int start = values.row(table);
      WindowRow.requireCount(spans.count(), of.source(), false, window.offset());
      WindowRow row = new WindowRow(of.source(), of.values(), window, spans, start);
      begun |= rows.decide(row, of.tally(), head, begun || first ? NOTHING : head);
      first = false;
      window.hold("a row of table " + table);
    } while (values.goesOn(table));
    if (!begun) {
      window.discard(window.at);
    }
    window.pass(window.at);
    rows.output().amongRows(false);
  }
}
