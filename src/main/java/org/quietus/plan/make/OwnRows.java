package org.quietus.plan.make;

import java.util.List;
import java.util.stream.Stream;
import org.quietus.catalog.ForeignKey;
import org.quietus.policy.SharedTable;

/** Tells whose rows a graph comes to: the record's own, or other persons'. */
final class OwnRows {
  private final GraphRoot root;
  private final Edges edges;
  private final Ownership ownership;
  private final GraphRefusals refusals;

  OwnRows(GraphRoot root, Edges edges, Ownership ownership, GraphRefusals refusals) {
    this.root = root;
    this.edges = edges;
    this.ownership = ownership;
    this.refusals = refusals;
  }

  /**
   * Whether the rows that hold the edge are not this record's own: persons, shared ones, and those
   * that point at persons by several columns, unless it is this one by which the person owns them.
   */
  boolean isOthers(ForeignKey edge) {
    if (shared(edge).findAny().isPresent() || isOtherSubjects(edge)) {
      return true;
    }
    if (edges.declared(edge)) {
      return false;
    }
    if (root.persons().contains(edge.table())) {
      return true;
    }
    List<ForeignKey> beside =
        root.persons().contains(edge.referencedTable()) ? edges.beside(edge) : List.of();
    if (!beside.isEmpty() && beside.stream().noneMatch(edges::declared)) {
      refusals.severalPersons(root, edge, beside);
    }
    return !beside.isEmpty();
  }

  /** Whether the rows are persons' of another subject, or nothing says whose they are. */
  private boolean isOtherSubjects(ForeignKey edge) {
    String person = root.table().name();
    if (!root.persons().contains(person)
        || (root.persons().contains(edge.table()) && !edges.declared(edge))) {
      return false;
    }
    if (ownership.isOutranked(edge, person)) {
      return true;
    }
    List<ForeignKey> rivals = ownership.rivals(edge, person);
    if (!rivals.isEmpty()) {
      refusals.severalSubjects(root, edge, rivals, ownership.rivalSubjects(edge, person));
    }
    return !rivals.isEmpty();
  }

  /** How the table that holds an edge is shared, if it is. */
  Stream<SharedTable> shared(ForeignKey edge) {
    return root.shares().stream().filter(each -> each.table().table().equals(edge.table()));
  }
}
