package org.quietus.plan.make;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.plan.make.Dispositions.Disposition;
import org.quietus.policy.JobFile;
import org.quietus.policy.Purpose;
import org.quietus.policy.SubjectType;

/** Makes the steps that erase persons, as a whole and for a purpose, or refuses what is wrong. */
final class ErasureSteps {
  private final JobFile job;
  private final Resolver resolver;
  private final Dispositions dispositions;
  private final Edges edges;
  private final Tenants tenants;
  private final Graphs graphs;
  private final Findings findings;
  private boolean complete = true;

  ErasureSteps(
      JobFile job,
      Resolver resolver,
      Dispositions dispositions,
      Edges edges,
      Tenants tenants,
      Graphs graphs,
      Findings findings) {
    this.job = job;
    this.resolver = resolver;
    this.dispositions = dispositions;
    this.edges = edges;
    this.tenants = tenants;
    this.graphs = graphs;
    this.findings = findings;
  }

  /** Whether the graph of every kind of person was followed, so that other tables are unreached. */
  boolean isComplete() {
    return complete;
  }

  /** The step that erases a person as a whole; empty if it was refused. */
  Optional<Step> whole(SubjectType subject, int number) {
    String pointer = Pointer.to("erasure", "records", subject.records());
    String records = Pointer.to("subjects", subject.name(), "records");
    Optional<Table> found = resolver.table(subject.records(), records);
    if (found.isEmpty()) {
      complete = false;
      return Optional.empty();
    }
    Table table = found.get();
    Optional<Disposition> disposition =
        dispositions.of(table, records, "subject '" + subject.name() + "'");
    Graphs.Followed followed =
        graphs.follow(
            graphs.root(table, disposition.map(Disposition::action), Optional.empty(), pointer),
            dispositions);
    List<Member> members = followed.members();
    tenants.refuseGaps(members);
    return disposition.map(
        known ->
            new Step(
                number,
                subject.name(),
                new Selection.Persons(subject.name()),
                graphs.rootMember(table, known.action(), List.of()),
                members,
                followed.all()));
  }

  /** Refuses what purposes name and is not there; for a person of whom no more can be said. */
  void requirePurposesKnown(SubjectType subject) {
    for (SubjectType one : subject.byPurpose()) {
      Purpose purpose = one.purpose().orElseThrow();
      Stream.concat(purpose.rows().stream(), purpose.columns().keySet().stream())
          .distinct()
          .filter(resolver::here)
          .sorted()
          .forEach(
              table -> {
                String pointer =
                    Pointer.to(
                        "subjects", subject.name(), "purposes", purpose.name(), table.toString());
                resolver
                    .existing(table, pointer)
                    .ifPresent(
                        known ->
                            purpose.columns().getOrDefault(table, Set.of()).stream()
                                .sorted()
                                .forEach(column -> resolver.column(known, column, pointer)));
              });
    }
  }

  /** A step for each purpose that consent can be withdrawn for; the person's row stays. */
  List<Step> purposes(SubjectType subject, Step whole, int first) {
    List<Step> steps = new ArrayList<>();
    if (subject.purposes().isEmpty()) {
      return steps;
    }
    Purposes purposes =
        new Purposes(
            job.subjects().values(),
            resolver,
            dispositions,
            edges,
            new EndingRules(job, resolver),
            findings);
    Table table = whole.root().catalogTable();
    Action stays = new Action.Leave();
    String pointer = Pointer.to("subjects", subject.name(), "purposes");
    List<Member> graph =
        graphs
            .follow(
                graphs.root(table, Optional.of(stays), Optional.empty(), pointer).withoutOwned(),
                dispositions)
            .members();
    for (SubjectType one : subject.byPurpose()) {
      purposes
          .members(subject, one.purpose().orElseThrow(), table, graph)
          .ifPresent(
              members ->
                  steps.add(
                      new Step(
                          first + steps.size(),
                          one.name(),
                          new Selection.Persons(one.name()),
                          graphs.rootMember(table, stays, List.of()),
                          members,
                          whole.graph())));
    }
    return steps;
  }
}
