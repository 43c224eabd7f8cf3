package org.quietus.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Catalog;
import org.quietus.job.Scope;
import org.quietus.plan.Fingerprint;
import org.quietus.plan.Part;
import org.quietus.plan.Plan;
import org.quietus.plan.make.Planner;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.target.Target;

/** The plans of one job on one catalog; the whole job is planned once per instant. */
final class JobPlans {
  private final JobFile job;
  private final Catalog catalog;
  private final Target target;
  private @Nullable Instant asOf;
  private @Nullable Plan whole;
  private @Nullable String fingerprint;

  JobPlans(JobFile job, Catalog catalog, Target target) {
    this.job = job;
    this.catalog = catalog;
    this.target = target;
  }

  /**
   * What a run of some parts would do as of an instant.
   *
   * @throws InvalidInput with everything that stands against running it
   */
  Plan of(Set<Scope> only, Instant instant) {
    Plan plan = planned(parts(only), instant);
    List<Problem> objections = target.objections(plan, job.text());
    if (!objections.isEmpty()) {
      throw new InvalidInput(objections);
    }
    return plan.warning(target.warnings(job.text()));
  }

  private static Set<Part> parts(Set<Scope> only) {
    return only.stream()
        .filter(scope -> scope != Scope.BACKUPS)
        .map(scope -> Part.valueOf(scope.name()))
        .collect(Collectors.toSet());
  }

  /** Together with what would stand in the way once the job can be planned. */
  private Plan planned(Set<Part> parts, Instant instant) {
    try {
      return parts.containsAll(Set.of(Part.values()))
          ? whole(instant)
          : Planner.plan(job, catalog, instant, parts);
    } catch (InvalidInput invalid) {
      List<Problem> all = new ArrayList<>(invalid.problems());
      Plan soFar = Planner.draft(job, catalog, instant, parts).plan();
      target.objections(job, soFar.checkProbes()).stream()
          .filter(more -> !all.contains(more))
          .forEach(all::add);
      all.sort(Comparator.comparingInt(Problem::line));
      throw new InvalidInput(all);
    }
  }

  /** What the whole job would do as of an instant, whatever the database would object. */
  synchronized Plan whole(Instant instant) {
    Plan known = whole;
    if (known == null || !instant.equals(asOf)) {
      known = Planner.plan(job, catalog, instant);
      whole = known;
      asOf = instant;
    }
    return known;
  }

  /**
   * Names what the whole job does on this catalog, in hexadecimal digits. It is the same as of
   * every instant, since cutoffs are no part of it.
   */
  synchronized String fingerprint(Instant instant) {
    String known = fingerprint;
    if (known == null) {
      Plan of = whole == null ? whole(instant) : whole;
      known = Fingerprint.of(job.text(), of.tables(), sql(of)).hex();
      fingerprint = known;
    }
    return known;
  }

  /** The statements that a plan's chunks are made of. */
  List<String> sql(Plan plan) {
    return plan.steps().stream().flatMap(step -> target.statements(step).stream()).toList();
  }
}
