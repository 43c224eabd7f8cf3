package org.quietus.plan.make;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.Catalog;
import org.quietus.plan.Acknowledged;
import org.quietus.plan.Action;
import org.quietus.plan.Draft;
import org.quietus.plan.Part;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/**
 * Turns a job file and a catalog into the steps that a run takes, or refuses with every problem.
 * Retention comes first, in the order of {@link RuleOrder}, then erasure, subject by subject.
 */
public final class Planner {
  private final JobFile job;
  private final Findings findings;
  private final Resolver resolver;
  private final CheckProbes probes;
  private final Dispositions dispositions;
  private final Subjects subjects;
  private final Edges edges;
  private final Tenants tenants;
  private final Graphs graphs;
  private final RetentionSteps retention;
  private final ErasureSteps erasure;

  private Planner(JobFile job, Catalog catalog, Instant asOf) {
    this.job = job;
    this.findings = new Findings(job.text());
    this.resolver = new Resolver(job, catalog, asOf, findings);
    Indexes indexes = new Indexes(findings);
    this.probes = new CheckProbes(resolver, findings);
    Anonymisations anonymisations =
        new Anonymisations(job, resolver, new ColumnFit(catalog, findings), probes, findings);
    this.dispositions = new Dispositions(job, resolver, anonymisations, findings);
    this.subjects = new Subjects(job, resolver, findings);
    this.tenants = new Tenants(job, resolver, findings);
    this.edges = new DeclaredEdges(job, catalog, resolver, indexes, tenants, findings).read();
    Bases bases = new Bases(job, resolver, anonymisations, edges, subjects.persons());
    this.graphs =
        new Graphs(
            job,
            resolver,
            subjects,
            edges,
            bases,
            new GraphRefusals(job, resolver, indexes, probes, findings),
            tenants);
    this.retention =
        new RetentionSteps(
            resolver, indexes, anonymisations, dispositions, bases, graphs, findings);
    this.erasure = new ErasureSteps(job, resolver, dispositions, edges, tenants, graphs, findings);
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
    MovedDays.check(job, planner.resolver, planner.findings);
    InboxFindings.check(job, catalog, planner.resolver, planner.findings);
    new TriggerFindings(job, planner.resolver, planner.findings).check(steps);
    new CategoryFindings(job, catalog, planner.resolver, planner.findings).check(steps);
    new FileFindings(job, planner.resolver, planner.findings).check();
    new FormerFindings(job, planner.resolver, planner.findings).check(steps);
    CombinedFindings.check(job, planner.resolver, planner.findings);
    Acknowledged.of(job, catalog).warnings(job.text()).forEach(planner.findings::warn);
    Plan plan =
        Plan.of(
            steps,
            step -> only.contains(step.part()),
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
      retention.step(rule, steps.size() + 1).ifPresent(steps::add);
    }
    for (SubjectType subject : job.subjects().values()) {
      if (resolver.here(subject.records()) && !job.erasure().isEmpty()) {
        Optional<Step> whole = erasure.whole(subject, steps.size() + 1);
        whole.ifPresent(steps::add);
        whole.ifPresentOrElse(
            step -> steps.addAll(erasure.purposes(subject, step, steps.size() + 1)),
            () -> erasure.requirePurposesKnown(subject));
      }
    }
    new Undercutting(job, resolver, edges, subjects.persons(), findings).check(graphs.taken());
    new ChangedLinks(job, findings).check(steps);
    if (erasure.isComplete()
        && !findings.isRefused("SEVERAL-SUBJECTS")
        && !job.erasure().isEmpty()) {
      dispositions.refuseUnreached(graphs.reached());
      subjects.refuseUnreached(graphs.reached());
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
        .map(erasure -> step.within(erasure.graph()))
        .orElse(step);
  }
}
