package org.quietus.format.mysqldump;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quietus.format.DumpTableName;

/**
 * A table's name among tokens, with or without its database.
 *
 * @param next position of the token behind the name
 */
record NameAt(DumpTableName table, int next) {

  /** Reads the name at a position; null when none stands there. */
  static @Nullable NameAt read(List<SqlToken> tokens, int at, @Nullable String database) {
    if (at >= tokens.size() || !tokens.get(at).isName()) {
      return null;
    }
    String first = tokens.get(at).text();
    if (at + 2 < tokens.size() && tokens.get(at + 1).is('.') && tokens.get(at + 2).isName()) {
      return new NameAt(new DumpTableName(first, tokens.get(at + 2).text()), at + 3);
    }
    return new NameAt(new DumpTableName(database, first), at + 1);
  }
}
