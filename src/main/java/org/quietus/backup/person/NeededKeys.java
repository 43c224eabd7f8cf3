package org.quietus.backup.person;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.quietus.backup.KeyOwners;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.format.Row;
import org.quietus.plan.Member;

/**
 * Rows of one backup that stay because nobody knows whose they are, and those that they hang on.
 */
final class NeededKeys {
  private final KeyTokens tokens;
  private final KeyOwners needed;

  /** Takes at most that many keys. */
  NeededKeys(KeyTokens tokens, int most) {
    this.tokens = tokens;
    this.needed = new KeyOwners(most);
  }

  /** Notes that a row which stays hangs on the row of a key; returns whether that is new. */
  boolean add(Relation relation, List<String> key) {
    return needed.add(tokens.of(relation, key), 0);
  }

  /**
   * Whether what a row points at stays, because nobody knows whose that is, or as such a one hangs
   * on it.
   */
  boolean pointsAtNeeded(PersonGraph graph, Member pointer, BoundTable bound, Row row)
      throws IOException {
    return needed.size() > 0
        && bound
            .key(row, pointer.path().get(0).fromColumns())
            .filter(values -> needed.owner(tokens.of(graph.reachedBy(pointer), values)) >= 0)
            .isPresent();
  }

  /** Whether a row that stays, because nobody knows whose it is, hangs on this one. */
  boolean isNeeded(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    if (needed.size() > 0) {
      for (List<String> columns : graph.offered(bound.table())) {
        Optional<List<String>> key = bound.key(row, columns);
        if (key.filter(
                values ->
                    needed.owner(tokens.of(graph.offering(bound.table(), columns), values)) >= 0)
            .isPresent()) {
          return true;
        }
      }
    }
    return false;
  }
}
