package org.quietus.backup.person;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.format.Row;
import org.quietus.plan.Action;
import org.quietus.plan.Member;

/** Finds in one backup the owned rows that something else than their owner points at. */
final class SharedRows {
  private final List<PersonGraph> graphs;
  private final FoundKeys found;
  private final RowFate fate;

  SharedRows(List<PersonGraph> graphs, FoundKeys found, RowFate fate) {
    this.graphs = graphs;
    this.found = found;
    this.fate = fate;
  }

  /** Notes which owned rows the row points at if it stays and is not the owner's own. */
  void share(BoundTable bound, Row row) throws IOException {
    Judgement judgement = new RowJudge(graphs, found, fate).judge(bound, row);
    for (PersonGraph graph : graphs) {
      boolean owner =
          !judgement.isDoubtful()
              && graph.isRoot(bound.table())
              && found.root(graph, bound, row) >= 0;
      boolean done = isDone(graph, bound, row);
      for (Member owned : graph.owned()) {
        for (ForeignKey key : owned.referencedBy()) {
          boolean here = key.table().equals(bound.table().name());
          boolean needed = !owner && !(owned.action() instanceof Action.Anonymise && done);
          if (here && needed && !judgement.unlinks(key.columns())) {
            share(graph, owned, key, bound, row);
          }
        }
      }
    }
  }

  /** An own row that is anonymised already does not need what it owns as it was. */
  private boolean isDone(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    try {
      return graph.isRoot(bound.table()) && !fate.isOpen(graph.step().root(), bound, row);
    } catch (UnreadRow e) {
      return false;
    }
  }

  private void share(PersonGraph graph, Member owned, ForeignKey key, BoundTable bound, Row row)
      throws IOException {
    Optional<List<String>> values;
    try {
      values = bound.key(row, key.columns());
    } catch (UnreadRow e) {
      found.unread().share(graph.shared(owned, key.referencedColumns()), e);
      return;
    }
    boolean itself =
        key.table().equals(key.referencedTable())
            && values.equals(bound.key(row, key.referencedColumns()));
    if (values.isEmpty() || itself) {
      return;
    }
    Join down = owned.path().get(0);
    boolean theirs =
        !down.fromColumns().equals(key.referencedColumns())
            || found.isOwned(graph.reachedBy(owned), values.get());
    if (theirs) {
      found.share(graph, owned, key.referencedColumns(), values.get());
    }
  }
}
