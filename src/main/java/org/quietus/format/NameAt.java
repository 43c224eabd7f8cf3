package org.quietus.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table's name among tokens, with or without its database.
 *
 * @param database null where the name has none
 * @param next position of the token behind the name
 */
public record NameAt(@Nullable String database, String table, int next) {

  /** Reads the name at a position; null when none stands there. */
  public static @Nullable NameAt read(List<SqlToken> tokens, int at) {
    if (at >= tokens.size() || !tokens.get(at).isName()) {
      return null;
    }
    String first = tokens.get(at).text();
    if (at + 2 < tokens.size() && tokens.get(at + 1).is('.') && tokens.get(at + 2).isName()) {
      return new NameAt(first, tokens.get(at + 2).text(), at + 3);
    }
    return new NameAt(null, first, at + 1);
  }
}
