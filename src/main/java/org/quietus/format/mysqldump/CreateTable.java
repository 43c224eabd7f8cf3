package org.quietus.format.mysqldump;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.format.DumpColumn;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.NameAt;
import org.quietus.format.SqlToken;
import org.quietus.format.UnsupportedDump;

/** Reads what is needed from a CREATE TABLE statement and tolerates everything else in it. */
final class CreateTable {
  private static final Set<String> NOT_COLUMNS =
      Set.of(
          "PRIMARY",
          "KEY",
          "INDEX",
          "UNIQUE",
          "FULLTEXT",
          "SPATIAL",
          "CONSTRAINT",
          "CHECK",
          "FOREIGN");

  private final List<DumpColumn> columns = new ArrayList<>();
  private final List<String> primaryKey = new ArrayList<>();

  private CreateTable() {}

  /**
   * The table that a CREATE statement declares; empty when it creates something else.
   *
   * @throws UnsupportedDump if the statement brings rows along
   */
  static Optional<DumpTable> parse(List<SqlToken> tokens, DumpNames names, long offset)
      throws UnsupportedDump {
    int at = 1;
    while (at < tokens.size() && !tokens.get(at).is("TABLE")) {
      if (tokens.get(at).kind() != SqlToken.Kind.WORD || at > 3) {
        return Optional.empty();
      }
      at++;
    }
    at++;
    while (at < tokens.size()
        && (tokens.get(at).is("IF") || tokens.get(at).is("NOT") || tokens.get(at).is("EXISTS"))) {
      at++;
    }
    NameAt name = NameAt.read(tokens, at);
    if (name == null) {
      return Optional.empty();
    }
    DumpTableName table = names.table(name.database(), name.table(), offset);
    List<SqlToken> rest = tokens.subList(name.next(), tokens.size());
    int like = !rest.isEmpty() && rest.get(0).is('(') ? 1 : 0;
    if (rest.size() > like && rest.get(like).is("LIKE")) {
      NameAt other = NameAt.read(rest, like + 1);
      return other == null
          ? Optional.empty()
          : names
              .declaration(names.table(other.database(), other.table(), offset))
              .map(declared -> declared.named(table));
    }
    if (like == 0 || rest.stream().anyMatch(token -> token.is("SELECT"))) {
      throw new UnsupportedDump("a CREATE TABLE that takes rows from a query", offset, table);
    }
    CreateTable created = new CreateTable();
    int end = created.definitions(rest.subList(1, rest.size())) + 1;
    if (hasQuery(rest.subList(end, rest.size()))) {
      throw new UnsupportedDump("a CREATE TABLE that takes rows from a query", offset, table);
    }
    return Optional.of(new DumpTable(table, created.columns, created.primaryKey));
  }

  /** Whether {@code AS}, {@code TABLE} or {@code VALUES} stands behind the list of columns. */
  private static boolean hasQuery(List<SqlToken> options) {
    int depth = 0;
    for (SqlToken token : options) {
      depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
      if (depth == 0 && (token.is("AS") || token.is("TABLE") || token.is("VALUES"))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the position behind the list's closing parenthesis. */
  private int definitions(List<SqlToken> body) {
    List<SqlToken> definition = new ArrayList<>();
    int depth = 0;
    int at = 0;
    for (; at < body.size() && depth >= 0; at++) {
      SqlToken token = body.get(at);
      depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
      if (depth == 0 && token.is(',')) {
        define(definition);
        definition = new ArrayList<>();
      } else if (depth >= 0) {
        definition.add(token);
      }
    }
    define(definition);
    return at;
  }

  private void define(List<SqlToken> definition) {
    if (definition.isEmpty() || !definition.get(0).isName()) {
      return;
    }
    ColumnDefinition column = new ColumnDefinition(definition);
    int key = column.indexOf("PRIMARY");
    if (isColumn(definition)) {
      columns.add(column.column());
      if (key > 0) {
        primaryKey.add(definition.get(0).text());
      }
    } else if (key >= 0) {
      keyColumns(definition.subList(key, definition.size()));
    }
  }

  private static boolean isColumn(List<SqlToken> definition) {
    SqlToken first = definition.get(0);
    if (first.kind() == SqlToken.Kind.NAME) {
      return true;
    }
    SqlToken second = definition.get(Math.min(1, definition.size() - 1));
    boolean period = first.is("PERIOD") && second.is("FOR");
    boolean vectors = first.is("VECTOR") && (second.is("KEY") || second.is("INDEX"));
    return !period && !vectors && NOT_COLUMNS.stream().noneMatch(first::is);
  }

  private void keyColumns(List<SqlToken> definition) {
    int depth = 0;
    boolean first = false;
    for (SqlToken token : definition) {
      if (token.is('(')) {
        depth++;
        first = depth == 1;
      } else if (token.is(')')) {
        depth--;
        if (depth == 0) {
          return;
        }
      } else if (depth == 1 && token.is(',')) {
        first = true;
      } else if (depth == 1 && first) {
        primaryKey.add(token.text());
        first = false;
      }
    }
  }
}
