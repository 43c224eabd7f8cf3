package org.quietus.format.mysqldump;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.format.NameAt;
import org.quietus.format.SqlToken;

/**
 * What stands before the first row of an INSERT or REPLACE statement.
 *
 * @param columns the statement's own list of columns, empty without one
 */
record InsertHead(NameAt name, List<String> columns) {
  private static final Set<String> MODIFIERS =
      Set.of("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "IGNORE", "INTO");

  InsertHead {
    columns = List.copyOf(columns);
  }

  /**
   * Reads the tokens from the statement's first word to VALUES; empty when they mean something
   * else.
   */
  static Optional<InsertHead> parse(List<SqlToken> tokens) {
    NameAt name = name(tokens);
    if (name == null) {
      return Optional.empty();
    }
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
    boolean values =
        at == tokens.size() - 1 && (tokens.get(at).is("VALUES") || tokens.get(at).is("VALUE"));
    return values ? Optional.of(new InsertHead(name, columns)) : Optional.empty();
  }

  /** The table's name behind the statement's first words. */
  static @Nullable NameAt name(List<SqlToken> tokens) {
    int at = 1;
    while (at < tokens.size() && MODIFIERS.stream().anyMatch(tokens.get(at)::is)) {
      at++;
    }
    return NameAt.read(tokens, at);
  }
}
