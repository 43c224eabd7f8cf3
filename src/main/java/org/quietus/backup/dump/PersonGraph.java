package org.quietus.backup.dump;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.Relation;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/** A step's tables by name, and the columns that lead from one to the next. */
public final class PersonGraph {
  private final Step step;
  private final SubjectType subject;
  private final Map<String, List<Member>> members = new LinkedHashMap<>();
  private final Map<String, Set<List<String>>> offered = new LinkedHashMap<>();
  private final Map<Join, Relation> ofJoins = new IdentityHashMap<>();
  private final Map<String, Map<List<String>, Relation>> ofColumns = new HashMap<>();

  public PersonGraph(Step step, SubjectType subject) {
    this.step = step;
    this.subject = subject;
    add(step.root());
    for (Member member : step.members()) {
      add(member);
      for (Join join : member.path()) {
        offered
            .computeIfAbsent(join.toTable(), table -> new LinkedHashSet<>())
            .add(join.toColumns());
      }
    }
  }

  private void add(Member member) {
    members.computeIfAbsent(member.catalogTable().name(), table -> new ArrayList<>()).add(member);
  }

  public Step step() {
    return step;
  }

  public SubjectType subject() {
    return subject;
  }

  /** The identifier that a column of the root table holds, if its value can be one. */
  public Optional<Identifier> identifier(String column, String value) {
    return Optional.ofNullable(subject.identifiers().get(column))
        .flatMap(IdentifierType::named)
        .flatMap(type -> Identifier.of(type, value));
  }

  /** The columns of the root table that tell whose a row is. */
  Set<String> identifying() {
    Set<String> columns = new LinkedHashSet<>(subject.identifiers().keySet());
    subject.created().ifPresent(columns::add);
    subject.tenant().ifPresent(columns::add);
    return columns;
  }

  /** The members on a table, the root first, then in processing order. */
  public List<Member> of(Table table) {
    return members.getOrDefault(table.name(), List.of());
  }

  /** All members, the root first. */
  public List<Member> all() {
    return members.values().stream().flatMap(List::stream).toList();
  }

  /** Lists of columns of a table whose values lead on to other tables. */
  public Set<List<String>> offered(Table table) {
    return offered.getOrDefault(table.name(), Set.of());
  }

  public boolean isRoot(Table table) {
    return table.name().equals(step.root().catalogTable().name());
  }

  /** Whether other tables lead to rows, or keep them, so that one scan may not do. */
  public boolean isDeep() {
    return step.members().stream()
        .anyMatch(
            member ->
                member.path().size() > 1
                    || member.bases().stream().anyMatch(basis -> !basis.isOwn()));
  }

  public List<Member> owned() {
    return step.members().stream().filter(member -> member.role() == MemberRole.OWNED).toList();
  }

  /** All by which rows are found, or stay with others. */
  Set<Join> joins() {
    Set<Join> joins = new LinkedHashSet<>();
    for (Member member : step.members()) {
      joins.addAll(member.path());
      member.rivals().forEach(joins::addAll);
      member.bases().forEach(basis -> joins.addAll(basis.above()));
      member.referencedBy().forEach(key -> joins.add(Join.up(key)));
    }
    return joins;
  }

  /** Whether columns of the root table lead to rows that it owns, and nothing else is by them. */
  public boolean isOfOwned(List<String> columns) {
    return step.members().stream()
        .filter(member -> member.path().stream().anyMatch(join -> isOffer(join, columns)))
        .allMatch(member -> member.role() == MemberRole.OWNED);
  }

  private boolean isOffer(Join join, List<String> columns) {
    return join.toTable().equals(step.root().catalogTable().name())
        && join.toColumns().equals(columns);
  }

  /** Whether a table holds a reference to rows that a root row owns. */
  public boolean refersToOwned(Table table) {
    return owned().stream()
        .flatMap(member -> member.referencedBy().stream())
        .map(ForeignKey::table)
        .anyMatch(holder -> holder.equals(table.name()));
  }

  /** The relation that a member's rows are reached by. */
  public Relation reachedBy(Member member) {
    return offering(member.path().get(0));
  }

  /** The relation that a join leads to. */
  public Relation offering(Join join) {
    return ofJoins.computeIfAbsent(join, of -> Relation.of(step, join.toTable(), join.toColumns()));
  }

  /** The relation of columns that a table offers. */
  public Relation offering(Table table, List<String> columns) {
    return ofColumns
        .computeIfAbsent(table.name(), of -> new HashMap<>())
        .computeIfAbsent(columns, of -> Relation.of(step, table.name(), columns));
  }

  /** The relation of an owned table's columns that others point at. */
  public Relation shared(Member owned, List<String> columns) {
    return Relation.shared(step, owned.catalogTable().name(), columns);
  }

  /** How many joins rows of a table are away from persons' own, by the shortest path. */
  public static int distance(List<PersonGraph> graphs, String table) {
    return graphs.stream()
        .flatMap(graph -> graph.members.getOrDefault(table, List.of()).stream())
        .mapToInt(member -> member.path().size())
        .min()
        .orElse(Integer.MAX_VALUE);
  }
}
