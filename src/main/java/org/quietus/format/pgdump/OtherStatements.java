package org.quietus.format.pgdump;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.format.DumpTableName;
import org.quietus.format.NameAt;
import org.quietus.format.SqlToken;
import org.quietus.format.UnsupportedDump;

/**
 * Statements other than COPY and INSERT: most leave the rows of tables as they are. What can bring
 * rows along, or make others of them, is refused by name.
 */
final class OtherStatements {
  private static final Set<String> HARMLESS =
      Set.of(
          "analyze",
          "begin",
          "checkpoint",
          "cluster",
          "comment",
          "commit",
          "drop",
          "grant",
          "lock",
          "reassign",
          "refresh",
          "reindex",
          "revoke",
          "rollback",
          "security",
          "start",
          "truncate",
          "vacuum");
  private static final Set<String> LOOKED_AT = Set.of("alter", "create", "select", "set", "update");
  private static final Set<String> REFUSED =
      Set.of(
          "call",
          "declare",
          "delete",
          "discard",
          "do",
          "execute",
          "explain",
          "fetch",
          "import",
          "load",
          "merge",
          "prepare",
          "reset",
          "savepoint",
          "table",
          "values",
          "with");

  private static final Set<String> HARMLESS_CALLS =
      Set.of("setval", "pg_restore_relation_stats", "pg_clear_relation_stats");

  private final Settings settings;
  private final Relations relations;

  OtherStatements(Settings settings, Relations relations) {
    this.settings = settings;
    this.relations = relations;
  }

  /** Whether statements that begin so are known, harmless or not. */
  static boolean isKnown(String keyword) {
    return HARMLESS.contains(keyword) || LOOKED_AT.contains(keyword) || REFUSED.contains(keyword);
  }

  /**
   * Follows a statement.
   *
   * @throws UnsupportedDump if it may change rows
   */
  void follow(List<SqlToken> tokens, long offset) throws UnsupportedDump {
    switch (tokens.get(0).text()) {
      case "set" -> settings.set(tokens, offset);
      case "select" -> select(tokens, offset);
      case "create" -> create(tokens, offset);
      case "alter" -> alter(tokens, offset);
      case "update" -> {
        if (tokens.size() < 2 || !tokens.get(1).is("pg_catalog")) {
          throw refused("UPDATE", offset);
        }
      }
      default -> {
        if (REFUSED.contains(tokens.get(0).text())) {
          throw refused(tokens.get(0).text().toUpperCase(Locale.ROOT), offset);
        }
      }
    }
  }

  private static UnsupportedDump refused(String what, long offset) {
    return new UnsupportedDump("a statement that dumps do not hold: " + what, offset);
  }

  /** Calls of functions, as dumps have them instead of statements. */
  private void select(List<SqlToken> tokens, long offset) throws UnsupportedDump {
    int at = 1;
    if (tokens.size() > 3 && tokens.get(1).is('*') && tokens.get(2).is("from")) {
      at = 3;
    }
    NameAt call = NameAt.read(tokens, at);
    boolean called =
        call != null
            && "pg_catalog".equals(call.database())
            && call.next() < tokens.size()
            && tokens.get(call.next()).is('(');
    String function = call == null || !called ? "" : call.table();
    if (function.equals("set_config")) {
      setConfig(tokens.subList(call == null ? 0 : call.next(), tokens.size()), offset);
    } else if (function.startsWith("lo_") || function.equals("lowrite")) {
      throw new UnsupportedDump(
          "large objects, in which persons cannot be found; dump with --no-blobs", offset);
    } else if (function.equals("pg_restore_attribute_stats")
        || function.equals("pg_restore_extended_stats")) {
      throw new UnsupportedDump(
          "statistics of columns, which hold values of rows; dump with --no-statistics", offset);
    } else if (!HARMLESS_CALLS.contains(function)) {
      throw refused("SELECT", offset);
    }
  }

  private void setConfig(List<SqlToken> arguments, long offset) throws UnsupportedDump {
    boolean literal =
        arguments.size() == 7
            && arguments.get(1).kind() == SqlToken.Kind.STRING
            && arguments.get(3).kind() == SqlToken.Kind.STRING;
    if (!literal) {
      throw refused("SELECT", offset);
    }
    settings.set(
        arguments.get(1).text().toLowerCase(Locale.ROOT), List.of(arguments.get(3).text()), offset);
  }

  private void create(List<SqlToken> tokens, long offset) throws UnsupportedDump {
    if (tokens.size() > 2 && tokens.get(1).is("domain")) {
      domain(tokens);
      return;
    }
    if (tokens.size() > 2 && tokens.get(1).is("schema")) {
      if (tokens.subList(2, tokens.size()).stream().anyMatch(token -> token.is("create"))) {
        throw refused("CREATE SCHEMA with tables", offset);
      }
      return;
    }
    TableDeclaration.read(tokens, relations, settings, offset);
  }

  private void domain(List<SqlToken> tokens) {
    NameAt name = NameAt.read(tokens, 2);
    if (name == null) {
      return;
    }
    int at = name.next();
    at += at < tokens.size() && tokens.get(at).is("as") ? 1 : 0;
    relations.domain(
        table(name), TypeText.resolved(tokens.subList(at, tokens.size()), relations, settings));
  }

  private DumpTableName table(NameAt name) {
    return relations.table(name.database(), name.table(), settings.searchPath());
  }

  private void alter(List<SqlToken> tokens, long offset) throws UnsupportedDump {
    if (tokens.size() > 3 && tokens.get(1).is("schema")) {
      if (!tokens.get(3).is("owner")) {
        throw refused("ALTER SCHEMA", offset);
      }
      return;
    }
    int at = 1;
    while (at < tokens.size() && tokens.get(at).is("foreign")) {
      at++;
    }
    if (at >= tokens.size() || !tokens.get(at).is("table")) {
      return;
    }
    at++;
    while (at < tokens.size()
        && (tokens.get(at).is("if") || tokens.get(at).is("exists") || tokens.get(at).is("only"))) {
      at++;
    }
    @Nullable NameAt name = NameAt.read(tokens, at);
    if (name == null) {
      throw refused("ALTER TABLE", offset);
    }
    DumpTableName table = table(name);
    Optional<NameAt> part =
        AlterTable.attached(tokens.subList(name.next(), tokens.size()), table, relations, offset);
    if (part.isPresent()) {
      relations.attach(table, table(part.get()), offset);
    }
  }
}
