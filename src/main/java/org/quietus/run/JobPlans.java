package org.quietus.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.job.Scope;
import org.quietus.plan.Draft;
import org.quietus.plan.Fingerprint;
import org.quietus.plan.Part;
import org.quietus.plan.Plan;
import org.quietus.plan.make.Planner;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.run.certify.RemnantWarnings;

/**
 * The plans of one job on the catalogs of its databases, each of which is planned by itself; the
 * whole job is planned once per instant.
 */
final class JobPlans {
  /** The most steps of one of several databases; theirs are numbered apart. */
  static final int STEPS_OF_A_DATABASE = 10_000;

  /** From here on and up to {@link #FURTHER} objects are numbered, see {@link ObjectSteps}. */
  static final int OBJECTS = 100_000;

  static final int FURTHER = 1_000_000;

  private final JobFile job;
  private final Sites sites;
  private final Map<String, String> fingerprints = new TreeMap<>();
  private @Nullable Instant asOf;
  private @Nullable Plan whole;

  JobPlans(JobFile job, Sites sites) {
    this.job = job;
    this.sites = sites;
  }

  /**
   * What a run of some parts would do as of an instant.
   *
   * @throws InvalidInput with everything that stands against running it
   */
  Plan of(Set<Scope> only, Instant instant) {
    Plan plan = planned(parts(only), instant);
    List<Problem> objections = new ArrayList<>();
    for (Site site : sites.all()) {
      objections.addAll(site.target().objections(plan.in(site.name()), job.text()));
    }
    refuse(objections);
    return plan.warning(
        sites.all().stream()
            .flatMap(
                site ->
                    Stream.of(
                            site.target().warnings(job.text()),
                            UnsaidReplays.warnings(job, site),
                            RemnantWarnings.of(job, site, plan.in(site.name())))
                        .flatMap(List::stream))
            .distinct()
            .toList());
  }

  /** The same in some databases alone; home is always among them. */
  Plan of(Set<Scope> only, Instant instant, Sites some) {
    Plan plan = of(only, instant);
    return some.all().size() == sites.all().size()
        ? plan
        : plan.in(some.all().stream().map(Site::name).collect(Collectors.toSet()));
  }

  private static void refuse(List<Problem> objections) {
    if (!objections.isEmpty()) {
      throw new InvalidInput(
          objections.stream().distinct().sorted(Comparator.comparingInt(Problem::line)).toList());
    }
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
      return parts.containsAll(Set.of(Part.values())) ? whole(instant) : planned(instant, parts);
    } catch (InvalidInput invalid) {
      List<Problem> all = new ArrayList<>(invalid.problems());
      for (Site site : sites.all()) {
        JobFile here = job.within(site.name());
        Plan soFar = Planner.draft(here, site.catalog(), instant, parts).plan();
        all.addAll(site.target().objections(here, soFar.checkProbes()));
      }
      refuse(all);
      throw invalid;
    }
  }

  /** What the whole job would do as of an instant, whatever the database would object. */
  synchronized Plan whole(Instant instant) {
    Plan known = whole;
    if (known == null || !instant.equals(asOf)) {
      known = planned(instant, Set.of(Part.values()));
      whole = known;
      asOf = instant;
    }
    return known;
  }

  private Plan planned(Instant instant, Set<Part> parts) {
    List<Problem> refusals = new ArrayList<>();
    List<Plan> plans = new ArrayList<>();
    for (Site site : sites.all()) {
      Draft draft = Planner.draft(job.within(site.name()), site.catalog(), instant, parts);
      refusals.addAll(draft.refusals());
      if (sites.areSeveral() && draft.plan().steps().size() >= STEPS_OF_A_DATABASE) {
        refusals.add(tooMany(site));
      }
      plans.add(draft.plan().numberedFrom(firstNumber(site)));
    }
    refuse(refusals);
    return Plan.joined(plans);
  }

  private Problem tooMany(Site site) {
    return job.text()
        .problem(
            "TOO-MANY-STEPS",
            "/databases/" + site.name(),
            "a run would have %,d steps or more in database '%s'"
                .formatted(STEPS_OF_A_DATABASE, site.name()),
            "write a job file of its own for it");
  }

  /** Whether other databases are down changes no number. */
  private int firstNumber(Site site) {
    List<String> elsewhere =
        job.databases().keySet().stream().filter(name -> !name.equals(job.home())).toList();
    return firstNumber(1 + elsewhere.indexOf(site.name()));
  }

  /** That of the n-th database, home being the 0th. */
  static int firstNumber(int database) {
    int before = STEPS_OF_A_DATABASE * database;
    return 1 + (before < OBJECTS ? before : before - OBJECTS + FURTHER);
  }

  /**
   * Names what the whole job does on these catalogs, in hexadecimal digits. It is the same as of
   * every instant, since cutoffs are no part of it.
   */
  String fingerprint(Instant instant) {
    return Fingerprint.joined(fingerprints(instant));
  }

  /** The same for each database, by name. */
  synchronized SortedMap<String, String> fingerprints(Instant instant) {
    if (fingerprints.isEmpty()) {
      Plan of = whole == null ? whole(instant) : whole;
      for (Site site : sites.all()) {
        Plan here = of.in(site.name());
        fingerprints.put(site.name(), Fingerprint.of(job.text(), here.tables(), sql(here)).hex());
      }
    }
    return new TreeMap<>(fingerprints);
  }

  /** The statements that a plan's chunks are made of. */
  List<String> sql(Plan plan) {
    return plan.steps().stream()
        .flatMap(step -> sites.of(step).target().statements(step).stream())
        .toList();
  }

  /** The tables that a plan may change, by the databases that they are in. */
  Map<Site, Set<String>> tables(Plan plan) {
    Map<Site, Set<String>> tables = new LinkedHashMap<>();
    for (Site site : sites.all()) {
      tables.put(site, plan.in(site.name()).tableNames());
    }
    return tables;
  }
}
