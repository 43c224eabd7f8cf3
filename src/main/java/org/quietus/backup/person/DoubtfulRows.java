package org.quietus.backup.person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.format.Row;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;

/**
 * Rows that stay in one backup because nobody knows whose they are: what they hang on stays with
 * them up to the persons' own rows, as it does in the database, where a reference would break; and
 * what points at them goes on doing so.
 */
final class DoubtfulRows {
  private final List<PersonGraph> graphs;
  private final FoundKeys found;
  private final RowJudge judge;
  private boolean added;

  DoubtfulRows(List<PersonGraph> graphs, FoundKeys found, RowFate fate) {
    this.graphs = graphs;
    this.found = found;
    this.judge = new RowJudge(graphs, found, fate);
  }

  /**
   * Whether a row may stay for that reason although its keys are read and lead to one person: its
   * other values may be unreadable to a strategy, and what it hangs on is deleted; a person has to
   * say whose own row it is; or what points at it may be missing.
   */
  boolean isPossible() {
    return found.doubts().any()
        || graphs.stream()
            .anyMatch(graph -> graph.all().stream().anyMatch(member -> mayStay(graph, member)));
  }

  private boolean mayStay(PersonGraph graph, Member member) {
    if (isPointedAt(member)) {
      return true;
    }
    return !List.of(MemberRole.ROOT, MemberRole.OWNED).contains(member.role())
        && member.action() instanceof Action.Anonymise anonymise
        && anonymise.how().columns().values().stream().anyMatch(strategy -> !strategy.constant())
        && graph.all().stream()
            .filter(above -> above.catalogTable().name().equals(member.path().get(0).toTable()))
            .anyMatch(above -> above.action() instanceof Action.Delete);
  }

  /** Whether rows of a member may stay because what points at them is missing in the backup. */
  private boolean isPointedAt(Member member) {
    return (member.role() == MemberRole.OWNED || member.action() instanceof Action.Delete)
        && found.mayPointersBeMissing(member);
  }

  /** Whether rows of a table hang on others, or others of it that stay may be pointed at. */
  boolean isBelow(Table table) {
    return graphs.stream()
        .flatMap(graph -> graph.of(table).stream())
        .anyMatch(member -> isHanging(member) || isPointedAt(member));
  }

  /** Whether anything new was found since this was asked last. */
  boolean hasMore() {
    boolean more = added;
    added = false;
    return more;
  }

  /** Notes a doubtful row, at which others may point, and on which rows it hangs. */
  void look(BoundTable bound, Row row) throws IOException {
    if (judge.judge(bound, row).isDoubtful()) {
      for (PersonGraph graph : graphs) {
        for (List<String> columns : graph.offered(bound.table())) {
          need(graph.offering(bound.table(), columns), columns, bound, row);
        }
        for (Join up : ups(graph, bound.table())) {
          added |= need(graph.offering(up), up.fromColumns(), bound, row);
        }
      }
    }
  }

  private boolean need(Relation relation, List<String> columns, BoundTable bound, Row row)
      throws IOException {
    try {
      Optional<List<String>> values = bound.key(row, columns);
      return values.isPresent() && found.needed().add(relation, values.get());
    } catch (UnreadRow e) {
      return false; // they cannot be read; the row itself is named by whoever judges it
    }
  }

  private static List<Join> ups(PersonGraph graph, Table table) {
    List<Join> ups = new ArrayList<>();
    hanging(graph, table)
        .forEach(
            member -> {
              ups.add(member.path().get(0));
              member.rivals().forEach(path -> ups.add(path.get(0)));
            });
    return ups;
  }

  private static Stream<Member> hanging(PersonGraph graph, Table table) {
    return graph.of(table).stream().filter(DoubtfulRows::isHanging);
  }

  private static boolean isHanging(Member member) {
    return member.role() != MemberRole.ROOT && member.role() != MemberRole.OWNED;
  }
}
