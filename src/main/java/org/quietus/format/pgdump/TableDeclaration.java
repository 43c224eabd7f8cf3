package org.quietus.format.pgdump;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.format.DumpColumn;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.Filling;
import org.quietus.format.NameAt;
import org.quietus.format.SqlToken;
import org.quietus.format.UnsupportedDump;

/** Reads what is needed from a CREATE TABLE statement and tolerates everything else in it. */
final class TableDeclaration {
  private static final Set<String> CONSTRAINTS =
      Set.of("check", "constraint", "foreign", "primary", "unique");

  private final Relations relations;
  private final Settings settings;
  private final DumpTableName table;
  private final long offset;
  private final List<DumpColumn> columns = new ArrayList<>();
  private final List<String> primaryKey = new ArrayList<>();

  private TableDeclaration(
      Relations relations, Settings settings, DumpTableName table, long offset) {
    this.relations = relations;
    this.settings = settings;
    this.table = table;
    this.offset = offset;
  }

  /**
   * Takes down the table that a CREATE statement declares, if it declares one that holds rows.
   *
   * @throws UnsupportedDump if it brings rows along, or has columns of another table
   */
  static void read(List<SqlToken> tokens, Relations relations, Settings settings, long offset)
      throws UnsupportedDump {
    int at = tokens.size() > 2 && tokens.get(1).is("unlogged") ? 2 : 1;
    if (at + 1 >= tokens.size() || !isTable(tokens, at)) {
      return;
    }
    if (!tokens.get(at).is("table")) {
      throw new UnsupportedDump("a temporary table", offset);
    }
    at++;
    while (at < tokens.size()
        && (tokens.get(at).is("if") || tokens.get(at).is("not") || tokens.get(at).is("exists"))) {
      at++;
    }
    @Nullable NameAt name = NameAt.read(tokens, at);
    if (name == null) {
      throw new UnsupportedDump("a CREATE TABLE of another form", offset);
    }
    DumpTableName table = relations.table(name.database(), name.table(), settings.searchPath());
    new TableDeclaration(relations, settings, table, offset)
        .body(tokens.subList(name.next(), tokens.size()));
  }

  private static boolean isTable(List<SqlToken> tokens, int at) {
    Set<String> before = Set.of("global", "local", "temp", "temporary");
    int table = at;
    while (table < tokens.size() - 1 && before.contains(tokens.get(table).text())) {
      table++;
    }
    return tokens.get(table).is("table");
  }

  private void body(List<SqlToken> rest) throws UnsupportedDump {
    if (rest.size() > 2 && rest.get(0).is("partition") && rest.get(1).is("of")) {
      partOf(rest);
      return;
    }
    if (rest.isEmpty() || !rest.get(0).is('(')) {
      throw new UnsupportedDump(
          "a CREATE TABLE that takes rows from a query, or columns from a type", offset, table);
    }
    int end = closing(rest);
    definitions(rest.subList(1, end));
    int depth = 0;
    List<SqlToken> behind = rest.subList(Math.min(end + 1, rest.size()), rest.size());
    if (isDivided(behind)) {
      relations.partitioned(table);
    }
    for (SqlToken token : behind) {
      depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
      if (depth == 0 && token.is("inherits")) {
        throw new UnsupportedDump(
            "a table that inherits from others; detach it with ALTER TABLE … NO INHERIT, or use"
                + " partitions",
            offset,
            table);
      }
      if (depth == 0 && (token.is("as") || token.is("select"))) {
        throw new UnsupportedDump("a CREATE TABLE that takes rows from a query", offset, table);
      }
    }
    relations.declare(new DumpTable(table, columns, primaryKey));
  }

  private void partOf(List<SqlToken> rest) throws UnsupportedDump {
    @Nullable NameAt name = NameAt.read(rest, 2);
    Optional<DumpTable> parent =
        name == null
            ? Optional.empty()
            : relations.declaration(
                relations.table(name.database(), name.table(), settings.searchPath()));
    if (name == null || parent.isEmpty()) {
      throw new UnsupportedDump("a partition of a table that is not declared", offset, table);
    }
    relations.declare(parent.get().named(table));
    if (isDivided(rest.subList(name.next(), rest.size()))) {
      relations.partitioned(table);
    }
    relations.attach(parent.get().name(), table, offset);
  }

  /** Whether a table has its rows in partitions, by what is said behind its columns or bounds. */
  private static boolean isDivided(List<SqlToken> behind) {
    int depth = 0;
    for (SqlToken token : behind) {
      depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
      if (depth == 0 && token.is("partition")) {
        return true;
      }
    }
    return false;
  }

  /** Where the parenthesis that begins the tokens closes. */
  private static int closing(List<SqlToken> tokens) {
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      depth += tokens.get(i).is('(') ? 1 : tokens.get(i).is(')') ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return tokens.size();
  }

  private void definitions(List<SqlToken> body) throws UnsupportedDump {
    int start = 0;
    int depth = 0;
    for (int i = 0; i <= body.size(); i++) {
      if (i == body.size() || (depth == 0 && body.get(i).is(','))) {
        define(body.subList(start, i));
        start = i + 1;
      } else {
        depth += body.get(i).is('(') || body.get(i).is('[') ? 1 : 0;
        depth -= body.get(i).is(')') || body.get(i).is(']') ? 1 : 0;
      }
    }
  }

  private void define(List<SqlToken> definition) throws UnsupportedDump {
    if (definition.size() < 2) {
      return;
    }
    SqlToken first = definition.get(0);
    boolean exclusion =
        first.is("exclude") && (definition.get(1).is("using") || definition.get(1).is('('));
    boolean constraint =
        exclusion || (first.kind() == SqlToken.Kind.WORD && CONSTRAINTS.contains(first.text()));
    if (first.is("like")) {
      throw new UnsupportedDump("a CREATE TABLE with columns of another", offset, table);
    }
    if (constraint) {
      key(definition);
    } else {
      columns.add(column(definition));
    }
  }

  private void key(List<SqlToken> definition) {
    int at = 0;
    while (at < definition.size() && !definition.get(at).is("primary")) {
      at++;
    }
    definition.subList(Math.min(definition.size(), at + 3), definition.size()).stream()
        .takeWhile(token -> !token.is(')'))
        .filter(SqlToken::isName)
        .forEach(token -> primaryKey.add(token.text()));
  }

  private DumpColumn column(List<SqlToken> definition) {
    List<SqlToken> rest = definition.subList(1, definition.size());
    boolean notNull = false;
    int depth = 0;
    for (int i = 0; i < rest.size(); i++) {
      depth += rest.get(i).is('(') ? 1 : rest.get(i).is(')') ? -1 : 0;
      boolean more = depth == 0 && i + 1 < rest.size();
      notNull |= more && rest.get(i).is("not") && rest.get(i + 1).is("null");
      if (more && rest.get(i).is("primary") && rest.get(i + 1).is("key")) {
        primaryKey.add(definition.get(0).text());
      }
    }
    return new DumpColumn(
        definition.get(0).text(),
        TypeText.resolved(rest, relations, settings),
        !notNull,
        true,
        filling(rest));
  }

  /** Dumps give every column but those that the database computes. */
  private static Filling filling(List<SqlToken> tokens) {
    for (int i = 0; i + 3 < tokens.size(); i++) {
      boolean generated = tokens.get(i).is("generated") && tokens.get(i + 1).is("always");
      if (generated && tokens.get(i + 2).is("as") && tokens.get(i + 3).is('(')) {
        List<SqlToken> expression = tokens.subList(i + 3, tokens.size());
        Set<String> names =
            expression.subList(0, closing(expression)).stream()
                .filter(SqlToken::isName)
                .map(token -> token.text().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new Filling.Generated(Optional.empty(), names);
      }
    }
    return Filling.UNKNOWN;
  }
}
