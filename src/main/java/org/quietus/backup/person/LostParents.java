package org.quietus.backup.person;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.quietus.backup.KeyOwners;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.format.Row;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;

/**
 * What rows of late objects hang on, and no row of the backup has: an earlier run may have taken it
 * out, and nothing tells any more whose it was.
 */
public final class LostParents {
  private final KeyTokens tokens;
  private final KeyOwners asked;
  private final KeyOwners there;
  private final KeyOwners doubted;
  private final int most;

  /** Knows at most that many keys apart, and takes what is beyond them for lost. */
  LostParents(KeyTokens tokens, int most) {
    this.tokens = tokens;
    this.most = most;
    this.asked = new KeyOwners(most);
    this.there = new KeyOwners(most);
    this.doubted = new KeyOwners(most);
  }

  /** Whether a join leads to persons' own rows by their key, of which tokens tell whose it was. */
  static boolean isByOwnKey(PersonGraph graph, Join join) {
    return join.toTable().equals(graph.step().root().catalogTable().name())
        && join.toColumns().containsAll(graph.step().root().catalogTable().primaryKey());
  }

  /** Takes a key of which nobody can say whether it is still that of whoever was erased. */
  void doubt(Relation relation, List<String> key) {
    doubted.add(tokens.of(relation, key), 0);
  }

  /** Reads what rows of late objects hang on, and whether rows of the backup have it. */
  public void read(List<PersonGraph> graphs, List<Dump> late, List<Dump> all, Dump.Wanted tables) {
    if (graphs.isEmpty()) {
      return;
    }
    late.forEach(dump -> ask(graphs, dump, tables, (graph, member) -> true));
    see(graphs, all, tables);
  }

  /** Reads what rows of an object hang on that some members lead to. */
  public void ask(
      List<PersonGraph> graphs,
      Dump late,
      Dump.Wanted tables,
      BiPredicate<PersonGraph, Member> members) {
    Dump.Look asking = (bound, row) -> ask(graphs, members, bound, row);
    late.scan(tables, asking.ofReadable());
  }

  /** Reads whether rows of the backup have what was asked for. */
  public void see(List<PersonGraph> graphs, List<Dump> all, Dump.Wanted tables) {
    if (asked.size() > 0) {
      Dump.Look seeing = (bound, row) -> see(graphs, bound, row);
      all.forEach(dump -> dump.scan(tables, seeing.ofReadable()));
    }
  }

  private void ask(
      List<PersonGraph> graphs, BiPredicate<PersonGraph, Member> members, BoundTable bound, Row row)
      throws IOException {
    for (PersonGraph graph : graphs) {
      for (Member member : graph.of(bound.table())) {
        if (isAsked(graph, member) && members.test(graph, member) && asked.size() < most) {
          Optional<List<String>> key = bound.key(row, member.path().get(0).fromColumns());
          key.ifPresent(values -> asked.add(tokens.of(graph.reachedBy(member), values), 0));
        }
      }
    }
  }

  private static boolean isAsked(PersonGraph graph, Member member) {
    return (member.role() == MemberRole.DESCENDANT || member.role() == MemberRole.OWNED)
        && !isByOwnKey(graph, member.path().get(0));
  }

  private void see(List<PersonGraph> graphs, BoundTable bound, Row row) throws IOException {
    for (PersonGraph graph : graphs) {
      for (List<String> columns : graph.offered(bound.table())) {
        see(graph.offering(bound.table(), columns), bound.key(row, columns));
      }
      for (Member owned : graph.owned()) {
        for (ForeignKey pointer : owned.referencedBy()) {
          if (pointer.table().equals(bound.table().name())
              && pointer.referencedColumns().equals(owned.path().get(0).fromColumns())) {
            see(graph.reachedBy(owned), bound.key(row, pointer.columns()));
          }
        }
      }
    }
  }

  private void see(Relation relation, Optional<List<String>> key) {
    key.map(values -> tokens.of(relation, values))
        .filter(token -> asked.owner(token) >= 0)
        .ifPresent(token -> there.add(token, 0));
  }

  /** Whether a row hangs on what is lost. */
  boolean isLost(List<PersonGraph> graphs, BoundTable bound, Row row) throws IOException {
    if (asked.size() + doubted.size() == 0) {
      return false;
    }
    for (PersonGraph graph : graphs) {
      for (Member member : graph.of(bound.table())) {
        if (member.role() != MemberRole.ROOT && isLost(graph, member, bound, row)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isLost(PersonGraph graph, Member member, BoundTable bound, Row row)
      throws IOException {
    return bound
        .key(row, member.path().get(0).fromColumns())
        .map(values -> tokens.of(graph.reachedBy(member), values))
        .filter(
            token ->
                doubted.owner(token) >= 0
                    || (isAsked(graph, member)
                        && there.owner(token) < 0
                        && (asked.owner(token) >= 0 || asked.size() == most)))
        .isPresent();
  }
}
