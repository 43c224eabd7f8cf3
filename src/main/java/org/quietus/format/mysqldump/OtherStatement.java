package org.quietus.format.mysqldump;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.format.DumpTableName;
import org.quietus.format.NameAt;
import org.quietus.format.SqlToken;
import org.quietus.format.UnsupportedDump;

/**
 * A statement other than INSERT, CREATE, SET and USE: most leave the rows of tables as they are.
 * What can bring rows along, or make others of them, is refused.
 */
final class OtherStatement {
  private static final Set<String> HARMLESS =
      Set.of(
          "CHANGE",
          "COMMIT",
          "DEALLOCATE",
          "DO",
          "DROP",
          "FLUSH",
          "GRANT",
          "INSTALL",
          "LOCK",
          "OPTIMIZE",
          "PURGE",
          "RESET",
          "REVOKE",
          "ROLLBACK",
          "SELECT",
          "START",
          "STOP",
          "TRUNCATE",
          "UNLOCK");
  private static final Map<String, Predicate<List<SqlToken>>> HARMLESS_IF =
      Map.of(
          "ALTER", OtherStatement::keepsRows,
          "ANALYZE", OtherStatement::onlyAnalyses,
          "BEGIN", tokens -> tokens.size() == 1 || (tokens.size() == 2 && tokens.get(1).is("WORK")),
          "DELETE", tokens -> tokens.stream().noneMatch(token -> token.is("WHERE")),
          "EXECUTE", OtherStatement::executesSet);
  private static final Set<String> REFUSED =
      Set.of(
          "CALL", "EXPLAIN", "HANDLER", "IMPORT", "LOAD", "PREPARE", "RENAME", "TABLE", "UPDATE",
          "VALUES", "WITH");
  private static final Set<String> BEFORE_A_NAME =
      Set.of("LOW_PRIORITY", "CONCURRENT", "IGNORE", "QUICK", "FROM", "TABLE", "TABLES", "ONLINE");

  private static final Set<String> OF_KEYS =
      Set.of(
          "PRIMARY",
          "KEY",
          "INDEX",
          "UNIQUE",
          "FULLTEXT",
          "SPATIAL",
          "CONSTRAINT",
          "FOREIGN",
          "CHECK",
          "PARTITION");

  private OtherStatement() {}

  /** Whether statements that begin so are passed without a look. */
  static boolean isHarmless(String keyword) {
    return HARMLESS.contains(keyword);
  }

  /** Whether statements that begin so are known, harmless or not. */
  static boolean isKnown(String keyword) {
    return isHarmless(keyword) || HARMLESS_IF.containsKey(keyword) || REFUSED.contains(keyword);
  }

  /**
   * Looks at a statement.
   *
   * @throws UnsupportedDump if it may change rows
   */
  static void check(String keyword, List<SqlToken> tokens, DumpNames names, long offset)
      throws UnsupportedDump {
    Predicate<List<SqlToken>> harmless = HARMLESS_IF.get(keyword);
    if (harmless == null || !harmless.test(tokens)) {
      throw new UnsupportedDump(
          "a statement that dumps do not hold: " + keyword, offset, table(tokens, names, offset));
    }
    if (keyword.equals("ALTER") && changesColumns(tokens)) {
      @Nullable DumpTableName table = table(tokens, names, offset);
      if (table != null) {
        names.alter(table);
      }
    }
  }

  private static @Nullable DumpTableName table(List<SqlToken> tokens, DumpNames names, long offset)
      throws UnsupportedDump {
    int at = 1;
    for (int i = 1; i < tokens.size(); i++) {
      at = tokens.get(i).is("TABLE") ? i : at;
    }
    while (at < tokens.size() && BEFORE_A_NAME.stream().anyMatch(tokens.get(at)::is)) {
      at++;
    }
    NameAt name = NameAt.read(tokens, at);
    return name == null ? null : names.table(name.database(), name.table(), offset);
  }

  /** Whether an ALTER leaves every value under its table's and column's name. */
  private static boolean keepsRows(List<SqlToken> tokens) {
    if (tokens.stream().noneMatch(token -> token.is("TABLE"))) {
      return true;
    }
    for (int i = 0; i < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      boolean ofKey =
          i + 1 < tokens.size() && (tokens.get(i + 1).is("INDEX") || tokens.get(i + 1).is("KEY"));
      if ((token.is("RENAME") && !ofKey)
          || token.is("CHANGE")
          || token.is("EXCHANGE")
          || token.is("IMPORT")) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether an ALTER TABLE adds, removes or moves columns, or gives one another default; what it
   * does to keys is no matter.
   */
  private static boolean changesColumns(List<SqlToken> tokens) {
    for (int i = 1; i < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      boolean added = token.is("ADD") || token.is("DROP");
      if (token.is("FIRST")
          || token.is("AFTER")
          || isNewDefault(tokens, i)
          || (added
              && (i + 1 == tokens.size() || OF_KEYS.stream().noneMatch(tokens.get(i + 1)::is)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNewDefault(List<SqlToken> tokens, int at) {
    boolean ofTable =
        at + 1 < tokens.size()
            && Stream.of("CHARSET", "CHARACTER", "COLLATE").anyMatch(tokens.get(at + 1)::is);
    return tokens.get(at).is("DEFAULT") && !ofTable;
  }

  /** Whether no histogram is given, which holds values of rows. */
  private static boolean onlyAnalyses(List<SqlToken> tokens) {
    return tokens.stream().anyMatch(token -> token.is("TABLE"))
        && tokens.stream().noneMatch(token -> token.is("USING"));
  }

  /** As the tools switch the role back in a dump of accounts. */
  private static boolean executesSet(List<SqlToken> tokens) {
    return tokens.stream()
        .filter(token -> token.kind() == SqlToken.Kind.STRING)
        .findFirst()
        .filter(token -> token.text().startsWith("SET ROLE "))
        .isPresent();
  }
}
