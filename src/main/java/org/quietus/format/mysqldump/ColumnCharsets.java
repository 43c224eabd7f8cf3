package org.quietus.format.mysqldump;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.format.SqlToken;

/**
 * The character sets of a table's columns, by what its CREATE TABLE says: in files whose text is
 * not converted, each value is in that of its column.
 */
record ColumnCharsets(Map<String, String> names) {
  private static final Set<String> TEXT =
      Set.of("CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT", "ENUM", "SET");
  private static final Set<String> UNICODE = Set.of("utf8mb4", "utf8mb3", "utf8", "ascii");

  /** By the columns' names in small letters. */
  ColumnCharsets {
    names = Map.copyOf(names);
  }

  /** Of the tokens of a CREATE TABLE. */
  static ColumnCharsets of(List<SqlToken> tokens) {
    int open = 0;
    while (open < tokens.size() && !tokens.get(open).is('(')) {
      open++;
    }
    int depth = 1;
    int at = open + 1;
    List<List<SqlToken>> definitions = new ArrayList<>(List.of(new ArrayList<>()));
    for (; at < tokens.size() && depth > 0; at++) {
      SqlToken token = tokens.get(at);
      depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
      if (depth == 1 && token.is(',')) {
        definitions.add(new ArrayList<>());
      } else if (depth > 0) {
        definitions.get(definitions.size() - 1).add(token);
      }
    }
    String ofTable = named(tokens.subList(Math.min(at, tokens.size()), tokens.size())).orElse("");
    Map<String, String> names = new HashMap<>();
    for (List<SqlToken> definition : definitions) {
      if (definition.size() > 1) {
        names.put(definition.get(0).text().toLowerCase(Locale.ROOT), ofColumn(definition, ofTable));
      }
    }
    return new ColumnCharsets(names);
  }

  private static String ofColumn(List<SqlToken> definition, String ofTable) {
    String type = definition.get(1).text().toUpperCase(Locale.ROOT);
    return TEXT.contains(type)
        ? named(definition.subList(2, definition.size())).orElse(ofTable)
        : type.equals("JSON") ? "utf8mb4" : "ascii";
  }

  /** What {@code CHARACTER SET} or, where there is none, {@code COLLATE} says. */
  private static Optional<String> named(List<SqlToken> tokens) {
    Optional<String> collation = Optional.empty();
    for (int n = 0; n + 1 < tokens.size(); n++) {
      boolean set = tokens.get(n).is("CHARACTER") && tokens.get(n + 1).is("SET");
      int value = set ? n + 2 : n + 1;
      value += value < tokens.size() && tokens.get(value).is('=') ? 1 : 0;
      if (value < tokens.size() && (set || tokens.get(n).is("CHARSET"))) {
        return Optional.of(tokens.get(value).text().toLowerCase(Locale.ROOT));
      }
      if (value < tokens.size() && tokens.get(n).is("COLLATE")) {
        collation = Optional.of(tokens.get(value).text().toLowerCase(Locale.ROOT));
      }
    }
    return collation.map(name -> name.replaceFirst("_.*", ""));
  }

  /**
   * Those of some columns, where each value is in that of its column; empty where it is none in
   * which text can be read byte by byte.
   */
  List<Optional<Charset>> own(List<String> columns) {
    return columns.stream().map(this::name).map(Charsets::named).toList();
  }

  /**
   * The same where nothing says whether values are in that of their column or in UTF-8: where the
   * two differ, ASCII alone is certain.
   */
  List<Optional<Charset>> certain(List<String> columns) {
    return columns.stream()
        .map(this::name)
        .map(
            name ->
                UNICODE.contains(name)
                    ? Charsets.named(name)
                    : Charsets.named(name).map(any -> StandardCharsets.US_ASCII))
        .toList();
  }

  private String name(String column) {
    return names.getOrDefault(column.toLowerCase(Locale.ROOT), "");
  }
}
