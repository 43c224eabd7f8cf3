package org.quietus.plan.make;

import java.util.HashMap;
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
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.make.Dispositions.Disposition;

/**
 * Makes the members of one graph: rows that hang on its root, that it owns, or that point at them.
 */
final class GraphMembers {
  private final Map<String, List<Basis>> keeping = new HashMap<>();
  private final GraphRoot root;
  private final Edges edges;
  private final Dispositions dispositions;
  private final Bases bases;
  private final GraphRefusals refusals;
  private final Tenants tenants;

  GraphMembers(
      GraphRoot root,
      Edges edges,
      Dispositions dispositions,
      Bases bases,
      GraphRefusals refusals,
      Tenants tenants) {
    this.root = root;
    this.edges = edges;
    this.dispositions = dispositions;
    this.bases = bases;
    this.refusals = refusals;
    this.tenants = tenants;
  }

  /** From the rows that hold an edge to the root, within one tenant. */
  List<Join> path(ForeignKey edge, List<Join> parentPath) {
    Join up = tenants.within(Join.up(edge));
    if (!edges.declared(edge)) { // which was looked at where it is declared
      refusals.notUnique(root, edges.target(edge), up);
    }
    return Stream.concat(Stream.of(up), parentPath.stream()).toList();
  }

  /**
   * The columns of the edge that can be emptied; never one that others reference, to whose rows the
   * database might pass the change on. Emptying one of several ends the reference, so that those
   * which other references or the tenant need are left where there is another; but all of a MATCH
   * FULL, or none.
   */
  List<String> nullable(ForeignKey edge, Table table) {
    List<String> possible =
        edge.columns().stream()
            .flatMap(name -> table.column(name).stream())
            .filter(column -> column.nullable() && !column.generated())
            .map(Column::name)
            .filter(column -> !table.primaryKey().contains(column))
            .filter(column -> !isReferenced(column, table) && !edge.spared().contains(column))
            .toList();
    if (edge.full()) {
      return possible.size() == edge.columns().size() ? possible : List.of();
    }
    List<String> itsOwn = possible.stream().filter(column -> !isNeeded(column, edge)).toList();
    return itsOwn.isEmpty() ? possible : itsOwn;
  }

  private boolean isReferenced(String column, Table table) {
    return edges.referencing(table.name()).stream()
        .anyMatch(key -> key.referencedColumns().contains(column));
  }

  private boolean isNeeded(String column, ForeignKey edge) {
    return tenants.isTenant(refusals.name(edges.holder(edge)), column)
        || edges.from(edge.table()).stream()
            .anyMatch(
                other ->
                    !other.columns().equals(edge.columns()) && other.columns().contains(column));
  }

  /** Rows that go or stay as the job file says of their table, with what keeps them. */
  Member member(Disposition found, Join reference, List<Join> path, MemberRole role) {
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

  /** Rows that stay as they are with what they hang on. */
  Member staying(Disposition found, List<Join> path) {
    return new Member(
        refusals.name(found.table()),
        found.table(),
        path,
        MemberRole.DESCENDANT,
        new Action.Leave(),
        List.of(),
        List.of(),
        Optional.empty(),
        edges.referencing(found.table().name()));
  }

  private List<Basis> bases(Table table, List<Join> path) {
    Set<String> passed = path.stream().map(Join::toTable).collect(Collectors.toSet());
    return root.rule()
        .map(rule -> bases.of(table, dispositions, rule, passed))
        .orElseGet(() -> bases.of(table, dispositions));
  }

  /** Rows that stay and lose their pointer, in these columns. */
  Member unlinked(ForeignKey edge, List<Join> path, List<String> columns) {
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

  /** Rows that point at the record without being its own. */
  Member referrer(ForeignKey edge, List<Join> path, Action action, List<Basis> kept) {
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
}
