package org.quietus.plan.make;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.policy.JobFile;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.SubjectType;

/** Follows the graphs of a job on its catalog, and remembers which tables any of them reached. */
final class Graphs {
  private final Set<String> reached = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private final JobFile job;
  private final Resolver resolver;
  private final Subjects subjects;
  private final Edges edges;
  private final Ownership ownership;
  private final Bases bases;
  private final GraphRefusals refusals;
  private final Tenants tenants;

  Graphs(
      JobFile job,
      Resolver resolver,
      Subjects subjects,
      Edges edges,
      Bases bases,
      GraphRefusals refusals,
      Tenants tenants) {
    this.job = job;
    this.resolver = resolver;
    this.subjects = subjects;
    this.edges = edges;
    this.ownership =
        new Ownership(
            edges,
            job.subjects().values().stream()
                .filter(subject -> resolver.here(subject.records()))
                .toList());
    this.bases = bases;
    this.refusals = refusals;
    this.tenants = tenants;
  }

  /** The tables that any graph led to so far. */
  Set<String> reached() {
    return Set.copyOf(reached);
  }

  /** The tables of which requests take rows, whatever is said of what they hang on. */
  Set<String> taken() {
    return Set.copyOf(taken);
  }

  /**
   * A graph but its root.
   *
   * @param members in processing order
   * @param staying what belongs to the record as well and stays as it is
   */
  record Followed(List<Member> members, List<Member> staying) {
    /** All that a hold may be on. */
    List<Member> all() {
      return Stream.concat(members.stream(), staying.stream()).toList();
    }
  }

  /** Follows a graph. */
  Followed follow(GraphRoot root, Dispositions dispositions) {
    Graph graph = new Graph(edges, ownership, dispositions, bases, refusals, tenants, root);
    return followed(root, graph, graph.members());
  }

  /** Follows what the rows of a root own, and nothing that hangs on them. */
  Followed owned(GraphRoot root, Dispositions dispositions) {
    Graph graph = new Graph(edges, ownership, dispositions, bases, refusals, tenants, root);
    return followed(root, graph, graph.ownedAlone());
  }

  private Followed followed(GraphRoot root, Graph graph, List<Member> members) {
    members.forEach(
        member ->
            resolver.requireComparable(root.table(), member.rootEnd().toColumns(), root.pointer()));
    reached.addAll(graph.reached());
    if (root.rule().isEmpty()) {
      taken.addAll(graph.taken());
    }
    return new Followed(members, graph.staying());
  }

  /** Where a graph of the job begins; {@code action} is empty if it was refused. */
  GraphRoot root(
      Table table, Optional<Action> action, Optional<RetentionRule> rule, String pointer) {
    List<SubjectType> own =
        job.subjects().values().stream()
            .filter(subject -> subject.records().equals(resolver.name(table.name())))
            .toList();
    Stream<SubjectType> sharing = (own.isEmpty() ? job.subjects().values() : own).stream();
    return new GraphRoot(
        table,
        action,
        rule,
        subjects.persons(),
        sharing
            .flatMap(subject -> subject.shares().stream())
            .filter(shared -> resolver.here(shared.table()))
            .toList(),
        edges.owned().stream().filter(edge -> edge.table().equals(table.name())).toList(),
        pointer);
  }

  /** The rows that a step begins with. */
  Member rootMember(Table table, Action action, List<Basis> bases) {
    return new Member(
        resolver.name(table.name()),
        table,
        List.of(),
        MemberRole.ROOT,
        action,
        bases,
        List.of(),
        Optional.empty(),
        edges.referencing(table.name()));
  }
}
