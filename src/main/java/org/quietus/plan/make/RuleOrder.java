package org.quietus.plan.make;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.quietus.catalog.ForeignKey;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.Then;

/**
 * Puts retention rules into an order in which none waits for a later one: tables that reference
 * others first, deletion before anonymisation on one table, else as in the file.
 */
final class RuleOrder {
  private final Edges edges;

  RuleOrder(Edges edges) {
    this.edges = edges;
  }

  List<RetentionRule> of(List<RetentionRule> rules) {
    List<RetentionRule> left = new ArrayList<>(rules);
    List<RetentionRule> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      int next =
          IntStream.range(0, left.size())
              .filter(n -> left.stream().noneMatch(other -> before(other, left.get(n))))
              .findFirst()
              .orElseThrow();
      ordered.add(left.remove(next));
    }
    return ordered;
  }

  /** A strict partial order: tables in a cycle of references come in no order of their own. */
  private boolean before(RetentionRule one, RetentionRule other) {
    if (one.records().equals(other.records())) {
      return one.then() == Then.DELETE && other.then() == Then.ANONYMISE;
    }
    String a = one.records().table();
    String b = other.records().table();
    return descendants(b).contains(a) && !descendants(a).contains(b);
  }

  private Set<String> descendants(String table) {
    Set<String> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(table));
    while (!open.isEmpty()) {
      for (ForeignKey edge : edges.into(open.remove())) {
        if (found.add(edge.table())) {
          open.add(edge.table());
        }
      }
    }
    return found;
  }
}
