package org.quietus.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.plan.Dispositions.Disposition;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.policy.Then;

/**
 * Turns a job file and a catalog into the steps that a run takes, or refuses with every problem.
 * Retention comes first, in the order of {@link RuleOrder}, then erasure, subject by subject.
 */
public final class Planner {
  private final Set<String> reached = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private boolean followedAll = true;
  private final JobFile job;
  private final Findings findings;
  private final Resolver resolver;
  private final Indexes indexes;
  private final CheckProbes probes;
  private final Anonymisations anonymisations;
  private final Dispositions dispositions;
  private final Subjects subjects;
  private final Edges edges;
  private final Ownership ownership;
  private final Bases bases;
  private final GraphRefusals refusals;
  private final Tenants tenants;

  private Planner(JobFile job, Catalog catalog, Instant asOf) {
    this.job = job;
    this.findings = new Findings(job.text());
    this.resolver = new Resolver(job, catalog, asOf, findings);
    this.indexes = new Indexes(findings);
    this.probes = new CheckProbes(resolver, findings);
    this.anonymisations =
        new Anonymisations(job, resolver, new ColumnFit(catalog, findings), probes, findings);
    this.dispositions = new Dispositions(job, resolver, anonymisations, findings);
    this.subjects = new Subjects(job, resolver, findings);
    this.tenants = new Tenants(job, resolver, findings);
    this.edges = new DeclaredEdges(job, catalog, resolver, indexes, tenants, findings).read();
    this.ownership =
        new Ownership(
            edges,
            job.subjects().values().stream()
                .filter(subject -> resolver.here(subject.records()))
                .toList());
    this.bases = new Bases(job, resolver, edges, subjects.persons());
    this.refusals = new GraphRefusals(job, resolver, indexes, probes, findings);
  }

  /** Plans the whole job. */
  public static Plan plan(JobFile job, Catalog catalog, Instant asOf) {
    return plan(job, catalog, asOf, Set.of(Part.values()));
  }

  /**
   * Plans some parts of a job on one database; the other parts are checked all the same.
   *
   * @throws InvalidInput if anything of the job file does not fit the catalog
   */
  public static Plan plan(JobFile job, Catalog catalog, Instant asOf, Set<Part> only) {
    Draft draft = draft(job, catalog, asOf, only);
    if (!draft.refusals().isEmpty()) {
      throw new InvalidInput(draft.refusals());
    }
    return draft.plan();
  }

  /** The same with what is wrong beside it, for those who look for further problems. */
  public static Draft draft(JobFile job, Catalog catalog, Instant asOf, Set<Part> only) {
    Planner planner = new Planner(job, catalog, asOf);
    Map<TableName, Map<String, String>> objects = FileFindings.objects(job);
    List<Step> steps = planner.steps().stream().map(step -> step.naming(objects)).toList();
    InboxFindings.check(job, catalog, planner.resolver, planner.findings);
    new TriggerFindings(job, planner.resolver, planner.findings).check(steps);
    new CategoryFindings(job, catalog, planner.resolver, planner.findings).check(steps);
    new FileFindings(job, planner.resolver, planner.findings).check();
    CombinedFindings.check(job, planner.resolver, planner.findings);
    Plan plan =
        new Plan(
            steps.stream().filter(step -> only.contains(step.part())).toList(),
            planner.findings.warnings(),
            planner.probes.all());
    return new Draft(plan, planner.findings.refusals());
  }

  private List<Step> steps() {
    subjects.check();
    tenants.check();
    dispositions.readAll();
    List<Step> steps = new ArrayList<>();
    List<RetentionRule> rules =
        job.retention().values().stream().filter(rule -> resolver.here(rule.records())).toList();
    for (RetentionRule rule : new RuleOrder(edges).of(rules)) {
      retention(rule, steps.size() + 1).ifPresent(steps::add);
    }
    for (SubjectType subject : job.subjects().values()) {
      if (resolver.here(subject.records()) && !job.erasure().isEmpty()) {
        Optional<Step> whole = erasure(subject, steps.size() + 1);
        whole.ifPresent(steps::add);
        whole.ifPresent(step -> steps.addAll(purposes(subject, step, steps.size() + 1)));
      }
    }
    new Undercutting(job, resolver, findings).check(taken);
    if (followedAll && !findings.isRefused("SEVERAL-SUBJECTS") && !job.erasure().isEmpty()) {
      dispositions.refuseUnreached(reached);
      subjects.refuseUnreached(reached);
    }
    Owners owners = new Owners(job, steps, findings);
    return steps.stream().map(owners::told).map(step -> withGraphOfPerson(step, steps)).toList();
  }

  /** A rule that anonymises persons' own rows takes away whose all the rest is. */
  private static Step withGraphOfPerson(Step step, List<Step> steps) {
    if (step.part() == Part.ERASURE || step.root().action() instanceof Action.Delete) {
      return step;
    }
    return steps.stream()
        .filter(other -> other.part() == Part.ERASURE)
        .filter(other -> other.root().table().equals(step.root().table()))
        .findFirst()
        .map(erasure -> step.within(erasure.members()))
        .orElse(step);
  }

  private Optional<Step> retention(RetentionRule rule, int number) {
    String pointer = Pointer.to("retention", rule.name());
    Optional<Table> found = resolver.table(rule.records(), pointer + "/records");
    Optional<Action> action =
        rule.then() == Then.DELETE
            ? Optional.of(new Action.Delete())
            : anonymisations
                .of(rule.records(), pointer + "/then")
                .map(how -> new Action.Anonymise(how));
    Optional<Selection> selection = found.flatMap(table -> due(rule, table, pointer));
    if (found.isEmpty() || action.isEmpty()) {
      return Optional.empty();
    }
    Table table = found.get();
    Dispositions own = rule.with().isEmpty() ? dispositions : dispositions.under(rule);
    List<Member> members =
        rule.then() == Then.DELETE
            ? follow(root(table, action, Optional.of(rule), pointer), own)
            : List.of();
    refuseUnreached(rule, members);
    Member root = root(table, action.get(), longer(rule, table, own));
    return selection.map(due -> new Step(number, rule.name(), due, root, members));
  }

  /** What keeps a rule's own rows longer than the rule; named, since it counts. */
  private List<Basis> longer(RetentionRule rule, Table table, Dispositions own) {
    List<Basis> longer = bases.ofRoot(table, own, rule);
    longer.forEach(
        basis ->
            findings.warn(
                "KEPT-LONGER",
                Pointer.to("retention", rule.name()),
                "rule '"
                    + rule.name()
                    + "' takes rows of '"
                    + table.name()
                    + "' after "
                    + rule.keep()
                    + " from "
                    + rule.from()
                    + ", which are kept "
                    + basis.kept().keep().period()
                    + " from "
                    + basis.kept().keep().from()
                    + " for '"
                    + basis.kept().keep().because()
                    + "'; the longer of both counts",
                "give the rule that period too, if it is meant for the same rows"));
    return longer;
  }

  private void refuseUnreached(RetentionRule rule, List<Member> members) {
    rule.with().keySet().stream()
        .filter(table -> members.stream().noneMatch(member -> member.table().equals(table)))
        .filter(resolver::exists)
        .forEach(
            table ->
                findings.refuse(
                    "UNREACHED",
                    Pointer.to("retention", rule.name(), "with", table),
                    "no rows of '" + table + "' go with those of rule '" + rule.name() + "'",
                    "remove the entry; only what hangs on deleted rows goes with them"));
  }

  private Optional<Selection> due(RetentionRule rule, Table table, String pointer) {
    rule.where().ifPresent(where -> resolver.condition(table, where, pointer + "/where"));
    Optional<Column> from = resolver.moment(table, rule.from(), pointer + "/from");
    if (from.isPresent() && !rule.scanAllowed()) {
      indexes.require(
          table,
          List.of(rule.from()),
          pointer + "/from",
          " or allow reading it all: 'scan: allowed'");
    }
    return resolver
        .cutoff(rule.keep(), pointer + "/keep")
        .flatMap(
            cutoff ->
                from.map(
                    column ->
                        new Selection.Due(
                            rule.where(),
                            rule.from(),
                            column.type(),
                            cutoff,
                            Indexes.ledBy(table, List.of(rule.from())))));
  }

  private Optional<Step> erasure(SubjectType subject, int number) {
    String pointer = Pointer.to("erasure", "records", subject.records());
    String records = Pointer.to("subjects", subject.name(), "records");
    Optional<Table> found = resolver.table(subject.records(), records);
    if (found.isEmpty()) {
      followedAll = false;
      return Optional.empty();
    }
    Table table = found.get();
    Optional<Disposition> disposition =
        dispositions.of(table, records, "subject '" + subject.name() + "'");
    List<Member> members =
        follow(
            root(table, disposition.map(Disposition::action), Optional.empty(), pointer),
            dispositions);
    tenants.refuseGaps(members);
    return disposition.map(
        known ->
            new Step(
                number,
                subject.name(),
                new Selection.Persons(subject.name()),
                root(table, known.action(), List.of()),
                members));
  }

  /** A step for each purpose that consent can be withdrawn for; the person's row stays. */
  private List<Step> purposes(SubjectType subject, Step whole, int first) {
    List<Step> steps = new ArrayList<>();
    if (subject.purposes().isEmpty()) {
      return steps;
    }
    Purposes purposes =
        new Purposes(
            resolver,
            dispositions,
            edges,
            table ->
                job.retention().values().stream().anyMatch(rule -> rule.records().equals(table)),
            findings);
    Table table = whole.root().catalogTable();
    Action stays = new Action.Leave();
    String pointer = Pointer.to("subjects", subject.name(), "purposes");
    List<Member> graph =
        follow(
            root(table, Optional.of(stays), Optional.empty(), pointer).withoutOwned(),
            dispositions);
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
                          root(table, stays, List.of()),
                          members,
                          whole.members())));
    }
    return steps;
  }

  private List<Member> follow(GraphRoot root, Dispositions dispositions) {
    Graph graph = new Graph(edges, ownership, dispositions, bases, refusals, tenants, root);
    List<Member> members = graph.members();
    members.forEach(
        member ->
            resolver.requireComparable(root.table(), member.rootEnd().toColumns(), root.pointer()));
    reached.addAll(graph.reached());
    if (root.rule().isEmpty()) {
      taken.addAll(graph.taken());
    }
    return members;
  }

  private GraphRoot root(
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

  private Member root(Table table, Action action, List<Basis> bases) {
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
