package org.quietus.format.mysqldump;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.format.Decision;
import org.quietus.format.DumpColumn;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.Ending;
import org.quietus.format.Filling;
import org.quietus.format.Output;
import org.quietus.format.Reading;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.format.RowTallies;
import org.quietus.format.RowTally;
import org.quietus.format.Spans;
import org.quietus.format.Truncated;
import org.quietus.format.Unread;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;

/** Reads a file of rows, a line each: values with tabs between them, escaped by backslashes. */
final class TabReader {
  private static final byte[] NO_HEAD = {};
  private static final Set<String> UTF_8 = Set.of("utf8", "utf8mb3", "utf8mb4");

  private final DeclaredTable declared;
  private final Optional<TabLayout> layout;
  private final Window window;
  private final Output output;
  private final RowTallies tallies;
  private final RowDecider decider;
  private final Spans spans = new Spans();
  private final RowMarks marks = new RowMarks();
  private boolean allReturn = true;

  TabReader(
      DeclaredTable declared,
      Optional<TabLayout> layout,
      Window window,
      Output output,
      RowTallies tallies,
      RowDecider decider) {
    this.declared = declared;
    this.layout = layout;
    this.window = window;
    this.output = output;
    this.tallies = tallies;
    this.decider = decider;
  }

  /** Reads to the end of the input. */
  Reading read() throws IOException {
    RowSource source = source();
    if (decider.wants(source)) {
      rows(source);
    } else if (layout.isPresent()) {
      measure();
    } else {
      skip();
    }
    window.pass(window.at);
    Map<DumpTableName, String> chosen =
        layout
            .flatMap(TabLayout::chosen)
            .map(rows -> Map.of(source.table(), rows))
            .orElseGet(Map::of);
    return new Reading(
        new DumpSchema(Set.of(declared.table()), Set.of(source), chosen, Set.of(), false),
        layout.isPresent() ? Ending.TRAILER : Ending.UNPROVEN,
        window.offset(),
        Unread.NOTHING,
        marks.marks());
  }

  /** By the number of values in the first line: tools leave out what is computed, or do not. */
  private RowSource source() throws IOException {
    DumpTable table = declared.table();
    if (layout.isPresent()) {
      return new RowSource(table.name(), layout.get().columns(), Optional.of(table));
    }
    List<List<String>> possible =
        Stream.of(
                columns(column -> column.visible()),
                columns(column -> column.visible() && !isComputed(column)),
                columns(column -> true),
                columns(column -> !isComputed(column)))
            .distinct()
            .toList();
    if (!window.more()) {
      return new RowSource(table.name(), possible.get(0), Optional.of(table));
    }
    int values = firstLine();
    List<List<String>> fitting = possible.stream().filter(of -> of.size() == values).toList();
    if (fitting.size() != 1) {
      throw new UnsupportedDump(
          "its rows have %d values, by which nobody can tell which of the %d columns of its table they are of; dump without --fields-… and --lines-… options"
              .formatted(values, table.columns().size()),
          0,
          table.name());
    }
    return new RowSource(table.name(), fitting.get(0), Optional.of(table));
  }

  private List<String> columns(Predicate<DumpColumn> which) {
    return declared.table().columns().stream().filter(which).map(DumpColumn::name).toList();
  }

  private static boolean isComputed(DumpColumn column) {
    return column.filling() instanceof Filling.Generated;
  }

  /** Counts the values of the first line, and goes back to where it begins. */
  private int firstLine() throws IOException {
    window.hold("a row of table " + declared.table().name());
    spans.begin(-1);
    line();
    int values = spans.count();
    window.at = window.held;
    window.release();
    return values;
  }

  private void skip() throws IOException {
    boolean complete = true;
    while (window.more()) {
      complete = window.bytes[window.end - 1] == '\n';
      window.at = window.end;
    }
    if (!complete) {
      throw truncated();
    }
  }

  /** Notes where rows end, however long each is. */
  private void measure() throws IOException {
    long start = window.offset();
    boolean complete = true;
    while (window.more()) {
      byte[] b = window.bytes;
      int i = window.at;
      int end = window.end;
      while (i < end && b[i] != '\n' && b[i] != '\\') {
        i++;
      }
      complete &= i == window.at;
      window.at = i;
      if (i == end) {
        continue;
      }
      if (b[i] == '\n') {
        window.at++;
        marks.row(window.offset() - start);
        start = window.offset();
        complete = true;
      } else if (window.more(2)) {
        window.at += 2;
        complete = false;
      } else {
        throw truncated();
      }
    }
    if (!complete) {
      throw truncated();
    }
  }

  private void rows(RowSource source) throws IOException {
    TabText text = text(source);
    RowTally tally = tallies.of(source.table());
    String row = "a row of table " + source.table();
    output.amongRows(true);
    TabQuotes quotes = new TabQuotes(source);
    boolean any = false;
    while (window.more()) {
      window.hold(row);
      spans.begin(-1);
      line();
      if (spans.count() != source.columns().size()) {
        throw new UnsupportedDump(
            "a row of another number of values than the one before it",
            window.offset(),
            source.table());
      }
      any = true;
      marks.row(window.at - window.held);
      if (layout.isEmpty()) {
        quotes.look(window.bytes, window.held, spans);
      }
      decide(new TabRow(source, text, window, spans), tally);
      window.pass(window.at);
      window.release();
    }
    output.amongRows(false);
    if (layout.isPresent()) {
      return;
    }
    if (quotes.areThere()) {
      throw new UnsupportedDump(
          "each of its texts stands between quotes, as --fields-enclosed-by makes them; dump"
              + " without that option",
          window.offset(),
          source.table());
    }
    if (any && allReturn) {
      throw new UnsupportedDump(
          "all its lines end with a carriage return, as --lines-terminated-by makes them; dump"
              + " without that option",
          window.offset(),
          source.table());
    }
  }

  private void decide(TabRow row, RowTally tally) throws IOException {
    Decision decision = decider.decide(row);
    if (decision instanceof Decision.Drop) {
      tally.dropped();
      window.discard(window.at);
    } else if (decision instanceof Decision.Change change) {
      byte[] changed = row.with(change.values());
      window.discard(window.at);
      output.comes(changed);
      tally.changed(NO_HEAD, changed);
    } else {
      tally.kept(NO_HEAD, window.bytes, window.held, window.at);
    }
  }

  /** Moves behind the line and notes its values. */
  private void line() throws IOException {
    while (window.more()) {
      byte[] b = window.bytes;
      int i = window.at;
      int end = window.end;
      while (i < end && b[i] != '\n' && b[i] != '\t' && b[i] != '\\') {
        i++;
      }
      window.at = i;
      if (i == end) {
        continue;
      }
      if (b[i] == '\\') {
        if (!window.more(2)) {
          break;
        }
        window.at += 2;
      } else {
        spans.add(window.at - window.held);
        window.at++;
        if (b[i] == '\n') {
          allReturn &= i > 0 && b[i - 1] == '\r';
          return;
        }
      }
    }
    throw truncated();
  }

  private Truncated truncated() {
    return new Truncated("it ends inside a row", window.offset(), declared.table().name());
  }

  /**
   * The tools have the server write each value in the character set of its column, unless they are
   * told one, which they write down: if that is UTF-8, nothing says whether they were told.
   */
  private TabText text(RowSource source) throws UnsupportedDump {
    if (layout.isPresent()) {
      return layout.get().text();
    }
    List<String> columns = source.columns();
    Optional<String> client = declared.client();
    if (client.isPresent() && !UTF_8.contains(client.get())) {
      Optional<Charset> told = Charsets.named(client.get());
      return new TabText(columns.stream().map(column -> told).toList(), declared.zone());
    }
    List<Optional<Charset>> charsets = declared.charsets().certain(columns);
    int unknown = charsets.indexOf(Optional.<Charset>empty());
    if (unknown >= 0) {
      throw new UnsupportedDump(
          "column '%s' is in a character set in which a backslash may be half a character"
              .formatted(columns.get(unknown)),
          window.offset(),
          source.table());
    }
    return new TabText(charsets, declared.zone());
  }
}
