package org.quietus.run;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.Site;
import org.quietus.hold.Holds;
import org.quietus.job.DueCount;
import org.quietus.job.PartitionOutlook;
import org.quietus.job.RequestCount;
import org.quietus.plan.LastingCopy;
import org.quietus.plan.Lifetime;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.plan.make.Lifetimes;
import org.quietus.policy.JobFile;
import org.quietus.request.RecordedRequests;
import org.quietus.run.person.RequestCounts;
import org.quietus.run.person.RequestsOfRun;
import org.quietus.target.StepCounts;
import org.quietus.target.StepPartitions;
import org.quietus.target.Target;

/** Counts what a plan would act on now; changes nothing. */
final class Forecast {
  private final OpenJob open;
  private final JobFile job;
  private final Control control;

  Forecast(OpenJob open) {
    this.open = open;
    this.job = open.job();
    this.control = open.control();
  }

  /** How long data may exist at most, by category and place. */
  List<Lifetime> lifetimes(Plan plan) {
    if (job.categories().columns().isEmpty()) {
      return List.of();
    }
    List<Lifetime> all = new ArrayList<>();
    for (Site site : open.sites().all()) {
      Optional<LastingCopy> log =
          site.target()
              .beforeImages()
              .map(images -> new LastingCopy("binary log", images.expiry().map(Forecast::days)));
      all.addAll(Lifetimes.of(job.within(site.name()), site.catalog(), plan.in(site.name()), log));
    }
    return all;
  }

  /** In whole days, a begun one counted. */
  private static Period days(Duration expiry) {
    return Period.ofDays(Math.toIntExact(expiry.plusDays(1).minusNanos(1).toDays()));
  }

  /** The rows that rules would act on now. */
  List<DueCount> dueCounts(Plan plan) {
    List<DueCount> counts = new ArrayList<>();
    Map<String, Holds> holds = open.holdsNow();
    for (Step step : plan.steps()) {
      if (step.selection() instanceof Selection.Due due) {
        Target target = open.sites().of(step).target();
        StepCounts found =
            target.count(step, due, Objects.requireNonNull(holds.get(step.database())));
        counts.add(
            new DueCount(
                step.number(),
                step.rule(),
                step.root().table().toString(),
                found.due(),
                found.kept(),
                found.withheld().rows(),
                found.undated(),
                target.path(step, due)));
      }
    }
    return counts;
  }

  /** The partitions that would go as a whole. */
  List<PartitionOutlook> partitions(Plan plan) {
    List<PartitionOutlook> outlooks = new ArrayList<>();
    Map<String, Holds> holds = open.holdsNow();
    for (Step step : plan.steps()) {
      if (step.selection() instanceof Selection.Due due && due.wholePartitions()) {
        StepPartitions partitions = open.sites().of(step).target().partitions().of(step, due);
        outlooks.add(outlook(step, partitions, Objects.requireNonNull(holds.get(step.database()))));
      }
    }
    return outlooks;
  }

  private static PartitionOutlook outlook(Step step, StepPartitions partitions, Holds holds) {
    Map<String, List<String>> staying = new LinkedHashMap<>();
    List<String> whole = new ArrayList<>();
    long rows = 0;
    for (StepPartitions.Standing one : partitions.standings(holds)) {
      one.stays()
          .ifPresentOrElse(
              why -> staying.computeIfAbsent(why, first -> new ArrayList<>()).add(one.name()),
              () -> whole.add(one.name()));
      rows += one.rows();
    }
    List<String> reasons = new ArrayList<>(partitions.obstacle().stream().toList());
    staying.forEach((why, names) -> reasons.add(String.join(", ", names) + ": " + why));
    return new PartitionOutlook(
        step.number(), step.rule(), step.root().table().toString(), whole, rows, reasons);
  }

  /** The requests that are due now, and their rows. */
  List<RequestCount> requestCounts(Plan plan) {
    if (!control.schema().exists()) {
      return List.of();
    }
    Instant now = open.now();
    boolean none = new RecordedRequests(control.jdbc(), job.job()).due(now, job.zone()).isEmpty();
    return none
        ? List.of()
        : new RequestCounts(job, plan, open.sites(), open.holdsNow())
            .of(
                new RequestsOfRun(
                    job,
                    plan,
                    open.sites(),
                    open.requests(EvidenceAccess.of(job, control.evidence()))),
                now);
  }
}
