package org.quietus.plan.make;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.make.Dispositions.Disposition;

/**
 * Follows one root table's references downwards, and one step up to what it owns. A path never goes
 * up and then down again: that would lead to other persons. Where it would come back to a table
 * that it has passed, it ends, and the rows there are other persons' and only lose their pointer.
 */
final class Graph {
  /** More paths than this are a net, not the graph of a record. */
  private static final int MOST_PATHS = 500;

  private final List<Member> collected = new ArrayList<>();
  private final List<Member> staying = new ArrayList<>();
  private final Set<String> reached = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private int paths;
  private final Edges edges;
  private final Dispositions dispositions;
  private final GraphRefusals refusals;
  private final GraphRoot root;
  private final OwnRows whose;
  private final GraphMembers members;

  Graph(
      Edges edges,
      Ownership ownership,
      Dispositions dispositions,
      Bases bases,
      GraphRefusals refusals,
      Tenants tenants,
      GraphRoot root) {
    this.edges = edges;
    this.dispositions = dispositions;
    this.refusals = refusals;
    this.root = root;
    this.whose = new OwnRows(root, edges, ownership, refusals);
    this.members = new GraphMembers(root, edges, dispositions, bases, refusals, tenants);
  }

  /** All members but the root, in processing order. */
  List<Member> members() {
    reached.add(root.table().name());
    visit(root.table(), List.of(), root.deleted());
    collected.sort(Comparator.comparingInt((Member member) -> member.path().size()).reversed());
    new LostLinks(root, collected, dispositions, refusals.ofStaying()).refuse();
    root.owned().forEach(this::own);
    return new Rivals(edges, collected).noted();
  }

  /**
   * What goes with a root row that a rule anonymises alone. The row identifies nobody then, so that
   * no request finds what it owns any more.
   */
  List<Member> ownedAlone() {
    reached.add(root.table().name());
    for (ForeignKey edge : root.owned()) {
      boolean stays =
          dispositions.known(edges.target(edge)).filter(found -> !found.deletes()).isPresent();
      if (stays || root.changes(edge.columns())) {
        own(edge);
      } else {
        refusals.ofStaying().leftWithOwner(root, edge);
      }
    }
    return List.copyOf(collected);
  }

  /** What belongs to the record as well and stays as it is. */
  List<Member> staying() {
    return List.copyOf(staying);
  }

  /** The tables that the graph leads to, the root included. */
  Set<String> reached() {
    return Set.copyOf(reached);
  }

  /** The tables of which rows go, whatever is said of what they hang on. */
  Set<String> taken() {
    return Set.copyOf(taken);
  }

  private void visit(Table table, List<Join> path, boolean deleted) {
    Set<String> passed =
        Stream.concat(Stream.of(root.table().name()), path.stream().map(Join::fromTable))
            .collect(Collectors.toSet());
    for (ForeignKey edge : edges.into(table.name())) {
      if (paths > MOST_PATHS) {
        refusals.net(root);
        return;
      } else if (passed.contains(edge.table()) || whose.isOthers(edge)) {
        strip(edge, path);
        unlink(edge, path, deleted);
      } else {
        descend(edge, path, deleted);
      }
    }
  }

  /** What a shared row holds of whom the edge points at is overwritten, before the pointer goes. */
  private void strip(ForeignKey edge, List<Join> parentPath) {
    List<String> own =
        edge.columns().stream()
            .flatMap(
                column ->
                    whose.shared(edge).map(each -> each.own().getOrDefault(column, List.of())))
            .flatMap(List::stream)
            .distinct()
            .toList();
    if (own.isEmpty()) {
      return;
    }
    Table table = edges.holder(edge);
    refusals.unindexed(root, table, edge);
    dispositions
        .ofShared(refusals.name(table), own, root.pointer())
        .ifPresent(
            action ->
                collected.add(
                    members.referrer(edge, members.path(edge, parentPath), action, List.of())));
  }

  private void descend(ForeignKey edge, List<Join> parentPath, boolean parentDeleted) {
    List<Join> path = members.path(edge, parentPath);
    Table table = edges.holder(edge);
    reached.add(table.name());
    paths++;
    Optional<Disposition> disposition = dispositions.of(table, root.pointer(), describe(path));
    boolean staysWith =
        !parentDeleted
            && !parentPath.isEmpty()
            && disposition.filter(Disposition::withParent).isPresent();
    visit(table, path, !staysWith && disposition.map(Disposition::deletes).orElse(true));
    refusals.unindexed(root, table, edge);
    if (disposition.isPresent()) {
      Optional<Disposition> parent =
          parentPath.isEmpty() ? Optional.empty() : dispositions.known(edges.target(edge));
      boolean parentStays = !parentDeleted && !parentPath.isEmpty();
      boolean refused =
          parent
              .filter(
                  above ->
                      refusals
                          .ofStaying()
                          .takenFrom(root, edge, above, disposition.get(), parentStays))
              .isPresent();
      if (staysWith) {
        staying.add(members.staying(disposition.get(), path));
      }
      if (staysWith || refused) {
        return;
      }
      if (parentPath.isEmpty() && root.anonymised() && disposition.get().withParent()) {
        refusals.ofStaying().parentIsPerson(root, edge);
      }
      taken.add(table.name());
      add(
          members.member(disposition.get(), Join.up(edge), path, MemberRole.DESCENDANT),
          disposition.get(),
          edge,
          parentDeleted);
    }
  }

  private void add(Member member, Disposition found, ForeignKey edge, boolean parentDeleted) {
    collected.add(member);
    if (parentDeleted && stays(member, edge) && !unlinkedBy(member, edge)) {
      detach(edge, member.path(), found);
    }
  }

  /**
   * Whether a row may stay when the one that it hangs on goes; under retention that one is kept
   * too.
   */
  private boolean stays(Member member, ForeignKey edge) {
    return !(member.action() instanceof Action.Delete)
        || (root.rule().isEmpty()
            && member.bases().stream().anyMatch(basis -> !basis.isOver(Join.up(edge))));
  }

  private static boolean unlinkedBy(Member member, ForeignKey edge) {
    return member.bases().isEmpty()
        && edge.columns().stream().anyMatch(ColumnsSetNull.by(member.action())::contains);
  }

  private void detach(ForeignKey edge, List<Join> path, Disposition staying) {
    List<String> columns = members.nullable(edge, staying.table());
    boolean loose = edge.onDelete() == ForeignKey.OnDelete.NONE;
    if (!loose && columns.isEmpty()) {
      refusals.staying(root, edge, staying.table());
      return;
    }
    boolean known = loose && path.size() == 1; // by the person's own key, which is remembered
    if (!known && !leadsStraight(edge)) {
      refusals
          .ofStaying()
          .orphaned(
              root,
              staying,
              "anonymise '" + edge.referencedTable() + "' instead of deleting from it");
    }
    if (!loose) {
      collected.add(members.unlinked(edge, path, columns));
    }
  }

  /** Whether each row that holds an edge leads to a root row that stays by another one, too. */
  private boolean leadsStraight(ForeignKey edge) {
    Table table = edges.holder(edge);
    return root.stays()
        && edges.into(root.table().name()).stream()
            .filter(other -> other.table().equals(edge.table()) && !other.equals(edge))
            .filter(other -> !whose.isOthers(other))
            .anyMatch(other -> isAlwaysThere(table, other));
  }

  private static boolean isAlwaysThere(Table table, ForeignKey edge) {
    return edge.columns().stream()
        .allMatch(column -> table.column(column).filter(Column::filled).isPresent());
  }

  private void unlink(ForeignKey edge, List<Join> parentPath, boolean parentDeleted) {
    if (!parentDeleted || edge.onDelete() == ForeignKey.OnDelete.NONE) {
      return;
    }
    Table table = edges.holder(edge);
    List<String> columns = members.nullable(edge, table);
    if (columns.isEmpty()) {
      refusals.others(root, edge, table);
      return;
    }
    refusals.unindexed(root, table, edge);
    refusals.unusable(root, table);
    collected.add(members.unlinked(edge, members.path(edge, parentPath), columns));
  }

  private void own(ForeignKey edge) {
    Table table = edges.target(edge);
    reached.add(table.name());
    List<Join> path = List.of(Join.down(edge));
    dispositions
        .of(table, root.pointer(), Join.up(edge).toString())
        .ifPresent(
            found -> {
              edges
                  .referencing(table.name())
                  .forEach(other -> refusals.unindexed(root, edges.holder(other), other));
              if (found.deletes() && root.stays() && !root.empties(edge.columns())) {
                refusals.stillOwned(root, edge);
              }
              Member owned = members.member(found, path.get(0), path, MemberRole.OWNED);
              refusals.ofStaying().ownedKept(root, owned);
              collected.add(owned);
            });
  }

  private static String describe(List<Join> path) {
    return path.stream().map(Join::toString).collect(Collectors.joining(", "));
  }
}
