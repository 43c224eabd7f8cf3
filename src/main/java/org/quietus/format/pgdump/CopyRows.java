package org.quietus.format.pgdump;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quietus.format.DumpColumn;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.NameAt;
import org.quietus.format.RowSource;
import org.quietus.format.RowTally;
import org.quietus.format.Spans;
import org.quietus.format.SqlToken;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;

/**
 * Reads {@code COPY … FROM stdin;} and the lines behind it, one row each, to the line {@code \.}.
 * The statement and that line stay, also where no row does.
 */
final class CopyRows {
  private static final byte[] END = {'\\', '.'};
  private static final byte[] NOTHING = {};

  private final Window window;
  private final SqlLexer lexer;
  private final Settings settings;
  private final Relations relations;
  private final RowsTo rows;
  private final Spans spans = new Spans();
  private boolean returns;
  private boolean noting;

  CopyRows(Window window, SqlLexer lexer, Settings settings, Relations relations, RowsTo rows) {
    this.window = window;
    this.lexer = lexer;
    this.settings = settings;
    this.relations = relations;
    this.rows = rows;
  }

  /** Reads the statement that is held and begins here, and its rows. */
  void copy() throws IOException {
    long offset = window.offset();
    lexer.statement();
    List<SqlToken> tokens =
        Tokens.of(Arrays.copyOfRange(window.bytes, window.held, window.at - 1), settings);
    RowSource source = source(tokens, offset);
    lineEnd();
    byte[] head = Arrays.copyOfRange(window.bytes, window.held, window.at);
    window.release();
    if (rows.wants(source)) {
      window.pass(window.at);
      rows.output().amongRows(true);
      decide(source, head);
      rows.output().amongRows(false);
    } else {
      skip(source.table());
    }
  }

  private RowSource source(List<SqlToken> tokens, long offset) throws UnsupportedDump {
    NameAt name = NameAt.read(tokens, 1);
    if (name == null) {
      throw new UnsupportedDump("a COPY of another form", offset);
    }
    DumpTableName table = relations.table(name.database(), name.table(), settings.searchPath());
    List<String> columns = new ArrayList<>();
    int at = name.next();
    if (at < tokens.size() && tokens.get(at).is('(')) {
      for (at++; at < tokens.size() && !tokens.get(at).is(')'); at++) {
        if (!tokens.get(at).is(',')) {
          columns.add(tokens.get(at).text());
        }
      }
      at++;
    }
    if (at + 2 != tokens.size() || !tokens.get(at).is("from") || !tokens.get(at + 1).is("stdin")) {
      throw new UnsupportedDump("a COPY of another form", offset, table);
    }
    return relations.source(table, columns.isEmpty() ? given(table) : columns);
  }

  /** What a COPY without a list of columns takes values for: all that are not computed. */
  private List<String> given(DumpTableName table) {
    return relations.declaration(table).map(DumpTable::columns).orElse(List.of()).stream()
        .filter(column -> !column.generated())
        .map(DumpColumn::name)
        .toList();
  }

  private void lineEnd() throws IOException {
    returns = window.more() && window.bytes[window.at] == '\r';
    window.at += returns ? 1 : 0;
    if (!window.more()) {
      throw new Truncated("the dump ends inside a statement", window.offset());
    }
    if (window.bytes[window.at] != '\n') {
      throw new UnsupportedDump("something behind a COPY in its line", window.offset());
    }
    window.at++;
  }

  private void skip(DumpTableName table) throws IOException {
    noting = false;
    while (!atEnd()) {
      line(table);
    }
  }

  /** Whether the line that closes the rows is here; if so, moves behind it. */
  private boolean atEnd() throws IOException {
    if (!window.at(END)) {
      return false;
    }
    int length = returns ? END.length + 1 : END.length;
    if (window.more(length + 1)) {
      boolean returned = !returns || window.bytes[window.at + END.length] == '\r';
      if (!returned || window.bytes[window.at + length] != '\n') {
        return false;
      }
      window.at += length + 1;
      return true;
    }
    boolean last = !window.more(END.length + 1);
    window.at += last ? END.length : 0;
    return last;
  }

  private void decide(RowSource source, byte[] head) throws IOException {
    Values values = new CopyText(settings.charset(), ValueKind.of(source));
    RowTally tally = rows.tally(source);
    String row = "a row of table " + source.table();
    boolean nothing = source.columns().isEmpty() && source.declared().isPresent();
    noting = true;
    window.hold(row);
    while (!atEnd()) {
      spans.begin(-1);
      int end = line(source.table());
      if (!nothing || end > 0) {
        spans.add(end);
      }
      WindowRow.requireCount(spans.count(), source, nothing, window.offset());
      rows.decide(new WindowRow(source, values, window, spans, 0), tally, head, NOTHING);
      window.hold(row);
    }
    window.pass(window.held);
    window.release();
  }

  /** Moves behind the line and notes its values, all but the last; returns where that ends. */
  private int line(@Nullable DumpTableName table) throws IOException {
    while (true) {
      byte[] b = window.bytes;
      int i = window.at;
      int end = window.end;
      while (i < end && b[i] != '\n' && b[i] != '\t' && b[i] != '\\' && b[i] != '\r') {
        i++;
      }
      window.at = i;
      if (!window.more()) {
        throw new Truncated("the dump ends inside the rows of a COPY", window.offset(), table);
      }
      if (i == end) {
        continue;
      }
      switch (b[i]) {
        case '\n' -> {
          if (returns) {
            throw new UnsupportedDump("lines that end in different ways", window.offset(), table);
          }
          window.at++;
          return i - window.held;
        }
        case '\t' -> {
          if (noting) {
            spans.add(window.at - window.held);
          }
          window.at++;
        }
        case '\r' -> {
          if (!returns || !window.more(2) || window.bytes[window.at + 1] != '\n') {
            throw new UnsupportedDump(
                "a carriage return in a row of a COPY, as where line ends were changed",
                window.offset(),
                table);
          }
          window.at += 2;
          return window.at - 2 - window.held;
        }
        default -> escape(table);
      }
    }
  }

  private void escape(@Nullable DumpTableName table) throws IOException {
    if (!window.more(2)) {
      throw new Truncated("the dump ends inside the rows of a COPY", window.offset(), table);
    }
    byte escaped = window.bytes[window.at + 1];
    if (escaped == '\n' || escaped == '\r' || escaped == '.') {
      throw new UnsupportedDump(
          "a backslash in a row of a COPY that escapes nothing", window.offset(), table);
    }
    window.at += 2;
  }
}
