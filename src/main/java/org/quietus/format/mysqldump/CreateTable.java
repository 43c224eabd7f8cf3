package org.quietus.format.mysqldump;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.format.DumpColumn;
import org.quietus.format.DumpTable;

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
   * The table that a CREATE statement declares; empty when it creates something else, or a table
   * without a list of columns.
   */
  static Optional<DumpTable> parse(List<SqlToken> tokens, @Nullable String database) {
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
    NameAt name = NameAt.read(tokens, at, database);
    if (name == null || name.next() >= tokens.size() || !tokens.get(name.next()).is('(')) {
      return Optional.empty();
    }
    CreateTable table = new CreateTable();
    table.definitions(tokens.subList(name.next() + 1, tokens.size()));
    return Optional.of(new DumpTable(name.table(), table.columns, table.primaryKey));
  }

  private void definitions(List<SqlToken> body) {
    List<SqlToken> definition = new ArrayList<>();
    int depth = 0;
    for (SqlToken token : body) {
      depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
      if (depth < 0) {
        break;
      }
      if (depth == 0 && token.is(',')) {
        define(definition);
        definition = new ArrayList<>();
      } else {
        definition.add(token);
      }
    }
    define(definition);
  }

  private void define(List<SqlToken> definition) {
    if (definition.isEmpty() || !definition.get(0).isName()) {
      return;
    }
    int key = indexOf(definition, "PRIMARY");
    if (isColumn(definition)) {
      column(definition);
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
    boolean period = first.is("PERIOD") && definition.size() > 1 && definition.get(1).is("FOR");
    return !period && NOT_COLUMNS.stream().noneMatch(first::is);
  }

  private void column(List<SqlToken> definition) {
    boolean notNull = false;
    for (int i = 1; i + 1 < definition.size(); i++) {
      notNull |= definition.get(i).is("NOT") && definition.get(i + 1).is("NULL");
    }
    boolean generated =
        indexOf(definition, "GENERATED") > 0
            || (indexOf(definition, "AS") > 0
                && definition
                    .get(Math.min(indexOf(definition, "AS") + 1, definition.size() - 1))
                    .is('('));
    columns.add(new DumpColumn(definition.get(0).text(), type(definition), !notNull, generated));
  }

  /** The word behind the name, its parenthesis, and what belongs to a number's type. */
  private static String type(List<SqlToken> definition) {
    StringBuilder type = new StringBuilder();
    int depth = 0;
    for (SqlToken token : definition.subList(1, definition.size())) {
      boolean attribute = token.is("UNSIGNED") || token.is("ZEROFILL");
      if (depth == 0 && !type.isEmpty() && !token.is('(') && !attribute) {
        break;
      }
      depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
      String text = token.text();
      type.append(attribute ? " " : "");
      type.append(
          token.kind() == SqlToken.Kind.STRING ? "'" + text.replace("'", "''") + "'" : text);
    }
    return type.toString();
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

  /** Position of a keyword outside parentheses, -1 without it. */
  private static int indexOf(List<SqlToken> definition, String keyword) {
    int depth = 0;
    for (int i = 0; i < definition.size(); i++) {
      SqlToken token = definition.get(i);
      depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
      if (depth == 0 && token.is(keyword)) {
        return i;
      }
    }
    return -1;
  }
}
