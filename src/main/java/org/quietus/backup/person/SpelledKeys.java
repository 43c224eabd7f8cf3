package org.quietus.backup.person;

import org.jspecify.annotations.Nullable;
import org.quietus.backup.KeyToken;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Relation;
import org.quietus.format.Row;

/** Makes tokens of keys as rows spell them; not for several threads at once. */
final class SpelledKeys {
  private static final Relation NONE = new Relation("");

  private final KeyTokens tokens;
  private final Row.Spelled taker = this::take;
  private Relation relation = NONE;
  private @Nullable KeyToken token;

  SpelledKeys(KeyTokens tokens) {
    this.tokens = tokens;
  }

  /** The token of an integer in a row; null unless it is spelled by its digits alone. */
  @Nullable KeyToken token(Relation of, Row row, int column) {
    relation = of;
    token = null;
    return row.spell(column, taker) ? token : null;
  }

  private boolean take(byte[] bytes, int from, int to) {
    token = tokens.ofInteger(relation, bytes, from, to);
    return token != null;
  }
}
