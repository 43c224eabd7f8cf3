package org.quietus.backup.person;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.quietus.backup.KeyOwners;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.catalog.Join;
import org.quietus.format.Row;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;

/**
 * Keys of rows that lead to no person at all, as an order of a guest: of those alone that a row of
 * somebody sought points at beside the person.
 */
final class NobodysKeys {
  private final KeyTokens tokens;
  private final KeyOwners asked;
  private final KeyOwners nobodys;

  NobodysKeys(KeyTokens tokens, int most) {
    this.tokens = tokens;
    this.asked = new KeyOwners(most);
    this.nobodys = new KeyOwners(most);
  }

  /** Wants to know whose the row of a key is, for a person; returns whether that is new. */
  boolean ask(Relation relation, List<String> key, int person) {
    return asked.add(tokens.of(relation, key), person);
  }

  /** For whom a row was asked for that leads to nobody; -1 for any other. */
  int asker(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    if (nobodys.size() > 0) {
      for (List<String> columns : graph.offered(bound.table())) {
        Relation relation = graph.offering(bound.table(), columns);
        Optional<List<String>> key = bound.key(row, columns);
        if (key.isPresent() && are(relation, key.get())) {
          return asked.owner(tokens.of(relation, key.get()));
        }
      }
    }
    return -1;
  }

  /** Whether the row of a key is known to lead to nobody. */
  boolean are(Relation relation, List<String> key) {
    return nobodys.size() > 0 && nobodys.owner(tokens.of(relation, key)) >= 0;
  }

  /**
   * Looks at a row whose key may have been asked for; returns whether that tells anything new.
   *
   * @throws org.quietus.backup.Trouble if rows of one key lead to nobody and to somebody
   */
  boolean see(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    if (asked.size() == 0 || graph.isRoot(bound.table())) {
      return false;
    }
    boolean added = false;
    for (List<String> columns : graph.offered(bound.table())) {
      Relation relation = graph.offering(bound.table(), columns);
      Optional<List<String>> key = bound.key(row, columns);
      int person = key.map(values -> asked.owner(tokens.of(relation, values))).orElse(-1);
      if (person >= 0) {
        boolean leads = false;
        for (Member member : graph.of(bound.table())) {
          if (member.role() == MemberRole.DESCENDANT) {
            Join up = member.path().get(0);
            Optional<List<String>> above = bound.key(row, up.fromColumns());
            if (above.isPresent() && !are(graph.offering(up), above.get())) {
              leads = true;
              added |= ask(graph.offering(up), above.get(), person);
            }
          }
        }
        if (leads && are(relation, key.orElseThrow())) {
          throw KeyHolders.notOneEach(bound.table());
        }
        added |= !leads && nobodys.add(tokens.of(relation, key.orElseThrow()), person);
      }
    }
    return added;
  }
}
