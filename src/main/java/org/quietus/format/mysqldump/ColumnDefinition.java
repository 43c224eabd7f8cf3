package org.quietus.format.mysqldump;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.format.DumpColumn;
import org.quietus.format.Filling;
import org.quietus.format.SqlToken;

/** Reads one column out of the tokens of a CREATE TABLE. */
final class ColumnDefinition {
  private static final Set<String> AFTER_DEFAULT =
      Set.of("COMMENT", "CHECK", "INVISIBLE", "NOT", "NULL", "UNIQUE", "KEY", "REFERENCES");
  private final List<SqlToken> tokens;

  ColumnDefinition(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  DumpColumn column() {
    boolean notNull = false;
    for (int i = 1; i + 1 < tokens.size(); i++) {
      notNull |= tokens.get(i).is("NOT") && tokens.get(i + 1).is("NULL");
    }
    return new DumpColumn(
        tokens.get(0).text(), type(), !notNull, indexOf("INVISIBLE") < 0, filling());
  }

  /** Position of a keyword outside parentheses, -1 without it. */
  int indexOf(String keyword) {
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
      if (depth == 0 && token.is(keyword)) {
        return i;
      }
    }
    return -1;
  }

  private Filling filling() {
    int as = indexOf("AS");
    if (as > 0 && as + 1 < tokens.size() && tokens.get(as + 1).is('(')) {
      List<SqlToken> expression = tokens.subList(as + 2, closing(as + 1));
      return new Filling.Generated(
          FormulaReader.read(expression),
          expression.stream()
              .filter(SqlToken::isName)
              .map(token -> token.text().toLowerCase(Locale.ROOT))
              .collect(Collectors.toSet()));
    }
    if (indexOf("AUTO_INCREMENT") > 0 || indexOf("GENERATED") > 0 || indexOf("PRIMARY") > 0) {
      return Filling.UNKNOWN;
    }
    int given = indexOf("DEFAULT");
    return given < 0 ? Filling.UNKNOWN : constant(given + 1);
  }

  private Filling constant(int at) {
    if (at >= tokens.size() || (at + 1 < tokens.size() && !mayFollow(tokens.get(at + 1)))) {
      return Filling.UNKNOWN;
    }
    SqlToken value = tokens.get(at);
    if (value.kind() == SqlToken.Kind.STRING) {
      return new Filling.Constant(value.text());
    }
    if (value.is("NULL")) {
      return new Filling.Constant(null);
    }
    return value.text().matches("\\d+") ? new Filling.Constant(value.text()) : Filling.UNKNOWN;
  }

  private static boolean mayFollow(SqlToken token) {
    return AFTER_DEFAULT.stream().anyMatch(token::is);
  }

  private int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += tokens.get(i).is('(') ? 1 : tokens.get(i).is(')') ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return tokens.size();
  }

  /** The word behind the name, its parenthesis, and what belongs to a number's type. */
  private String type() {
    StringBuilder type = new StringBuilder();
    int depth = 0;
    for (SqlToken token : tokens.subList(1, tokens.size())) {
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
}
