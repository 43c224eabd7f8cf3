package org.quietus.backup.person;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.quietus.backup.KeyOwners;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.catalog.Join;
import org.quietus.format.Row;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;

/**
 * Rows that a basis keeps, whosever they are, or nobody's: of those alone that a row of somebody
 * sought hangs on, which then stays with them.
 */
final class KeptElsewhere {
  private final KeyTokens tokens;
  private final KeyOwners kept;
  private final KeptToday today;
  private final KeyOwners asked;

  /** {@code found} takes the keys of rows that are kept. */
  KeptElsewhere(FoundKeys found, int most) {
    this.tokens = found.tokens();
    this.kept = found.kept();
    this.today = found.today();
    this.asked = new KeyOwners(most);
  }

  /** Whether its rows may keep others. */
  static boolean isParent(PersonGraph graph, String table) {
    return graph.step().members().stream()
        .flatMap(member -> member.bases().stream())
        .flatMap(basis -> basis.above().stream())
        .anyMatch(join -> join.toTable().equals(table));
  }

  /** Wants to know whether a person's row hangs on a kept one; returns whether that is new. */
  boolean ask(PersonGraph graph, int person, Member member, BoundTable bound, Row row)
      throws IOException {
    boolean added = false;
    for (Basis basis : member.bases()) {
      if (!basis.isOwn()) {
        added |= ask(graph, person, basis.above().get(0), bound, row);
      }
    }
    return added;
  }

  private boolean ask(PersonGraph graph, int person, Join up, BoundTable bound, Row row)
      throws IOException {
    Optional<List<String>> values = bound.key(row, up.fromColumns());
    return values.isPresent() && asked.add(tokens.of(graph.offering(up), values.get()), person);
  }

  /** Looks at a row whose key may have been asked for; returns whether that tells anything new. */
  boolean see(PersonGraph graph, RowFate fate, BoundTable bound, Row row) throws IOException {
    if (asked.size() == 0) {
      return false;
    }
    boolean added = false;
    for (Member member : graph.step().members()) {
      for (Basis basis : member.bases()) {
        for (int n = 0; n < basis.above().size(); n++) {
          if (basis.above().get(n).toTable().equals(bound.table().name())) {
            added |= see(graph, fate, basis, n, bound, row);
          }
        }
      }
    }
    return added;
  }

  private boolean see(
      PersonGraph graph, RowFate fate, Basis basis, int n, BoundTable bound, Row row)
      throws IOException {
    Join down = basis.above().get(n);
    Optional<List<String>> key = bound.key(row, down.toColumns());
    int person = key.map(values -> asked.owner(tokens.of(graph.offering(down), values))).orElse(-1);
    if (person < 0) {
      return false;
    }
    boolean keeps;
    if (n == basis.above().size() - 1) {
      keeps = fate.isLasting(basis, bound, row);
    } else {
      Join up = basis.above().get(n + 1);
      Optional<List<String>> above = bound.key(row, up.fromColumns());
      keeps =
          today.isAbsent(up)
              ? today.keeps(tokens, basis, n + 1, bound, row)
              : above.filter(of -> kept.owner(tokens.of(graph.offering(up), of)) >= 0).isPresent()
                  || (today.isFiltered(up) && today.keeps(tokens, basis, n + 1, bound, row));
      if (!keeps && ask(graph, person, up, bound, row)) {
        return true;
      }
    }
    return keeps && kept.add(tokens.of(graph.offering(down), key.orElseThrow()), person);
  }
}
