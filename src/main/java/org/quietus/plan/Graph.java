package org.quietus.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Dispositions.Disposition;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.SharedTable;

/**
 * Follows one root table's references downwards, and one step up to what it owns. A path never goes
 * up and then down again: that would lead to other persons. Where it would come back to a table
 * that it has passed, it ends, and the rows there are other persons' and only lose their pointer.
 */
final class Graph {
  /** More paths than this are a net, not the graph of a record. */
  private static final int MOST_PATHS = 500;

  private final Map<String, List<Basis>> keeping = new HashMap<>();
  private final List<Member> members = new ArrayList<>();
  private final Set<String> reached = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private int paths;
  private final Edges edges;
  private final Ownership ownership;
  private final Dispositions dispositions;
  private final Bases bases;
  private final GraphRefusals refusals;
  private final Tenants tenants;
  private final Root root;

  Graph(
      Edges edges,
      Ownership ownership,
      Dispositions dispositions,
      Bases bases,
      GraphRefusals refusals,
      Tenants tenants,
      Root root) {
    this.edges = edges;
    this.ownership = ownership;
    this.dispositions = dispositions;
    this.bases = bases;
    this.refusals = refusals;
    this.tenants = tenants;
    this.root = root;
  }

  /**
   * Where a graph begins.
   *
   * @param action what happens to its rows; empty if the job file does not say, which was refused
   * @param rule whose records are due; empty if a person is erased
   * @param persons tables of persons: their rows are followed only where the job file says so
   * @param shares tables that are not followed; their rows lose what is this person's, and their
   *     pointer
   * @param owned edges from this table to rows that go with it
   * @param pointer the key of the job file that asks for the graph
   */
  record Root(
      Table table,
      Optional<Action> action,
      Optional<RetentionRule> rule,
      Set<String> persons,
      List<SharedTable> shares,
      List<ForeignKey> owned,
      String pointer) {
    /** The same, without what goes with the row itself. */
    Root withoutOwned() {
      return new Root(table, action, rule, persons, shares, List.of(), pointer);
    }

    boolean deleted() {
      return action.filter(Action.Delete.class::isInstance).isPresent();
    }

    boolean stays() {
      return action.isPresent() && !deleted();
    }

    /** Whether anonymising a row empties these of its columns. */
    boolean empties(List<String> columns) {
      return action.filter(a -> ColumnsSetNull.by(a).containsAll(columns)).isPresent();
    }
  }

  /** All members but the root, in processing order. */
  List<Member> members() {
    reached.add(root.table().name());
    visit(root.table(), List.of(), root.deleted());
    members.sort(Comparator.comparingInt((Member member) -> member.path().size()).reversed());
    new LostLinks(root, members, dispositions, refusals).refuse();
    root.owned().forEach(this::own);
    return root.persons().contains(root.table().name())
        ? new Rivals(edges, members).noted()
        : List.copyOf(members);
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
      } else if (passed.contains(edge.table()) || isOthers(edge)) {
        strip(edge, path);
        unlink(edge, path, deleted);
      } else {
        descend(edge, path, deleted);
      }
    }
  }

  /**
   * Whether the rows that hold the edge are not this record's own: persons, shared ones, and those
   * that point at persons by several columns, unless it is this one by which the person owns them.
   */
  private boolean isOthers(ForeignKey edge) {
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

  private Stream<SharedTable> shared(ForeignKey edge) {
    return root.shares().stream().filter(each -> each.table().table().equals(edge.table()));
  }

  /** What a shared row holds of whom the edge points at is overwritten, before the pointer goes. */
  private void strip(ForeignKey edge, List<Join> parentPath) {
    List<String> own =
        edge.columns().stream()
            .flatMap(column -> shared(edge).map(each -> each.own().getOrDefault(column, List.of())))
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
            action -> members.add(referrer(edge, path(edge, parentPath), action, List.of())));
  }

  private List<Join> path(ForeignKey edge, List<Join> parentPath) {
    return Stream.concat(Stream.of(tenants.within(Join.up(edge))), parentPath.stream()).toList();
  }

  private void descend(ForeignKey edge, List<Join> parentPath, boolean parentDeleted) {
    List<Join> path = path(edge, parentPath);
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
                  above -> refusals.takenFrom(root, edge, above, disposition.get(), parentStays))
              .isPresent();
      if (staysWith || refused) {
        return;
      }
      if (parentPath.isEmpty() && root.stays() && disposition.get().withParent()) {
        refusals.parentIsPerson(root, edge);
      }
      taken.add(table.name());
      add(
          member(disposition.get(), Join.up(edge), path, MemberRole.DESCENDANT),
          disposition.get(),
          edge,
          parentDeleted);
    }
  }

  private void add(Member member, Disposition found, ForeignKey edge, boolean parentDeleted) {
    members.add(member);
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
    List<String> columns = nullable(edge, staying.table());
    boolean loose = edge.onDelete() == ForeignKey.OnDelete.NONE;
    if (!loose && columns.isEmpty()) {
      refusals.staying(root, edge);
      return;
    }
    boolean known = loose && path.size() == 1; // by the person's own key, which is remembered
    if (!known && !leadsStraight(edge)) {
      refusals.orphaned(
          root, staying, "anonymise '" + edge.referencedTable() + "' instead of deleting from it");
    }
    if (!loose) {
      members.add(unlinked(edge, path, columns));
    }
  }

  /** Whether each row that holds an edge leads to a root row that stays by another one, too. */
  private boolean leadsStraight(ForeignKey edge) {
    Table table = edges.holder(edge);
    return root.stays()
        && edges.into(root.table().name()).stream()
            .filter(other -> other.table().equals(edge.table()) && !other.equals(edge))
            .filter(other -> !isOthers(other))
            .anyMatch(other -> isAlwaysThere(table, other));
  }

  private static boolean isAlwaysThere(Table table, ForeignKey edge) {
    return edge.columns().stream()
        .allMatch(column -> table.column(column).filter(each -> !each.nullable()).isPresent());
  }

  private void unlink(ForeignKey edge, List<Join> parentPath, boolean parentDeleted) {
    if (!parentDeleted || edge.onDelete() == ForeignKey.OnDelete.NONE) {
      return;
    }
    Table table = edges.holder(edge);
    List<String> columns = nullable(edge, table);
    if (columns.isEmpty()) {
      refusals.others(root, edge);
      return;
    }
    refusals.unindexed(root, table, edge);
    refusals.unusable(root, table);
    members.add(unlinked(edge, path(edge, parentPath), columns));
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
              members.add(member(found, path.get(0), path, MemberRole.OWNED));
            });
  }

  /**
   * The columns of the edge that can be emptied. Emptying one of several ends the reference, so
   * that those which other references or the tenant need are left where there is another.
   */
  private List<String> nullable(ForeignKey edge, Table table) {
    List<String> possible =
        edge.columns().stream()
            .flatMap(name -> table.column(name).stream())
            .filter(column -> column.nullable() && !column.generated())
            .map(Column::name)
            .filter(column -> !table.primaryKey().contains(column))
            .toList();
    List<String> itsOwn = possible.stream().filter(column -> !isNeeded(column, edge)).toList();
    return itsOwn.isEmpty() ? possible : itsOwn;
  }

  private boolean isNeeded(String column, ForeignKey edge) {
    return tenants.isTenant(refusals.name(edges.holder(edge)), column)
        || edges.from(edge.table()).stream()
            .anyMatch(
                other ->
                    !other.columns().equals(edge.columns()) && other.columns().contains(column));
  }

  private Member member(Disposition found, Join reference, List<Join> path, MemberRole role) {
    return new Member(
        refusals.name(found.table()),
        found.table(),
        path,
        role,
        found.action(),
        bases(found.table(), path),
        List.of(),
        tenants.crossing(reference),
        edges.referencing(found.table().name()));
  }

  private List<Basis> bases(Table table, List<Join> path) {
    Set<String> passed = path.stream().map(Join::toTable).collect(Collectors.toSet());
    return root.rule()
        .map(rule -> bases.of(table, dispositions, rule, passed))
        .orElseGet(() -> bases.of(table, dispositions));
  }

  private Member unlinked(ForeignKey edge, List<Join> path, List<String> columns) {
    refusals.probe(root, edges.holder(edge), columns);
    return referrer(edge, path, new Action.Unlink(columns), above(edge));
  }

  /** What keeps the rows that an edge points at, which then keep those that point there. */
  private List<Basis> above(ForeignKey edge) {
    Table target = edges.target(edge);
    return root.rule().isPresent() || root.persons().contains(target.name())
        ? List.of()
        : keeping.computeIfAbsent(target.name(), name -> bases.of(target, dispositions)).stream()
            .map(basis -> basis.below(Join.up(edge)))
            .toList();
  }

  private Member referrer(ForeignKey edge, List<Join> path, Action action, List<Basis> kept) {
    Table table = edges.holder(edge);
    return new Member(
        refusals.name(table),
        table,
        path,
        MemberRole.REFERRER,
        action,
        kept,
        List.of(),
        tenants.crossing(Join.up(edge)),
        edges.referencing(table.name()));
  }

  private static String describe(List<Join> path) {
    return path.stream().map(Join::toString).collect(Collectors.joining(", "));
  }
}
