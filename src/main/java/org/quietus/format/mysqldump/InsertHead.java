package org.quietus.format.mysqldump;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.format.DumpTableName;

/**
 * What stands before the first row of an INSERT or REPLACE statement.
 *
 * @param columns the statement's own list of columns, empty without one
 */
record InsertHead(DumpTableName table, List<String> columns) {
  private static final Set<String> MODIFIERS =
      Set.of("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "IGNORE", "INTO");

  InsertHead {
    columns = List.copyOf(columns);
  }

  /**
   * Reads the tokens from the statement's first word to VALUES; empty when they mean something
   * else.
   */
  static Optional<InsertHead> parse(List<SqlToken> tokens, @Nullable String database) {
    int at = 1;
    while (at < tokens.size() && MODIFIERS.stream().anyMatch(tokens.get(at)::is)) {
      at++;
    }
    NameAt name = NameAt.read(tokens, at, database);
    if (name == null) {
      return Optional.empty();
    }
    List<String> columns = new ArrayList<>();
    at = name.next();
    if (at < tokens.size() && tokens.get(at).is('(')) {
      for (at++; at < tokens.size() && !tokens.get(at).is(')'); at++) {
        if (!tokens.get(at).is(',')) {
          columns.add(tokens.get(at).text());
        }
      }
      at++;
    }
    return at == tokens.size() - 1
        ? Optional.of(new InsertHead(name.table(), columns))
        : Optional.empty();
  }
}
