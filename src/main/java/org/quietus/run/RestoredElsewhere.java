package org.quietus.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.control.Control;
import org.quietus.control.KnownDatabases;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.job.CannotRun;
import org.quietus.job.ReplayOptions;
import org.quietus.ledger.RunDatabases;
import org.quietus.ledger.Runs;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RecordedRequests;

/**
 * Tells that a database away from home was put back: it knows nothing of the last run that home
 * says was completed there, or has work of it left.
 */
record RestoredElsewhere(JobFile job, Sites sites) {

  /**
   * Refuses to do anything before persons who may be back are erased once more.
   *
   * @throws CannotRun with {@link CannotRun#WAITS} if one that persons are in was put back
   */
  void require() {
    for (Site site : sites.others()) {
      if (isOfPersons(site) && !lost(site).isEmpty()) {
        throw new CannotRun(
            CannotRun.WAITS,
            "database '"
                + site.name()
                + "' does not know of the last run that was completed there: it was restored, and"
                + " persons who were erased may be back in it. First of all: quietus replay "
                + job.text().file()
                + " --database "
                + site.name()
                + " --snapshot INSTANT, the moment that the backup was made at");
      }
    }
  }

  private boolean isOfPersons(Site site) {
    return sites.isElsewhere(site)
        && job.subjects().values().stream()
            .anyMatch(subject -> subject.records().database().equals(site.name()));
  }

  /**
   * The last runs that were completed there, of which the database does not know, or not that they
   * were: its backup was made before, or while the first one of them was at work.
   */
  private List<String> lost(Site site) {
    Control home = sites.home().control();
    List<String> names = new KnownDatabases(job, sites).names(site);
    return home.schema().has("run_database")
        ? home.databases().completed(job.job(), names).stream()
            .takeWhile(run -> !isWhole(site.control(), run))
            .toList()
        : List.of();
  }

  private static boolean isWhole(Control there, String run) {
    return there.schema().has("run_database")
        && !there.databases().of(run).isEmpty()
        && there.queue().current(run).isEmpty();
  }

  /**
   * What is to be replayed, back to the first run that any database which was put back lacks, and
   * to the erasure of everybody of whom something went there since, such as what a law had kept.
   */
  ReplayOptions reachingBack(ReplayOptions options) {
    ReplayOptions all = options;
    for (Site site : sites.others()) {
      if (isOfPersons(site)) {
        all = all.reachingBackTo(first(site, lost(site), options.snapshot()));
      }
    }
    return all;
  }

  /** A moment before the first of some runs, given backwards, and before such an erasure. */
  private Instant first(Site site, List<String> runs, Instant snapshot) {
    Control home = sites.home().control();
    Set<String> requests = new HashSet<>();
    runs.forEach(run -> requests.addAll(home.verifications().requests(run)));
    if (site.control().schema().has("ledger")) {
      requests.addAll(site.control().reader().requestsSince(snapshot));
    }
    Stream<Instant> erased =
        requests.isEmpty()
            ? Stream.empty()
            : new RecordedRequests(home.jdbc(), job.job())
                .of(requests).stream()
                    .filter(request -> isIn(request, site))
                    .flatMap(request -> request.resolvedAt().stream());
    Stream<Instant> begun = runs.stream().skip(Math.max(0, runs.size() - 1)).flatMap(this::asOf);
    return Stream.concat(begun, erased)
        .min(Comparator.naturalOrder())
        .map(moment -> moment.minus(1, ChronoUnit.MICROS))
        .orElse(snapshot);
  }

  private boolean isIn(ErasureRequest request, Site site) {
    return job.subject(request.subject())
        .filter(subject -> subject.records().database().equals(site.name()))
        .isPresent();
  }

  private Stream<Instant> asOf(String run) {
    return sites.home().control().runs().find(run).map(Runs.Run::asOf).stream();
  }

  /** Notes that nobody is back any more in those that were put back. */
  void levelled() {
    for (Site site : sites.others()) {
      if (isOfPersons(site)) {
        lost(site).stream().findFirst().ifPresent(run -> note(site, run));
      }
    }
  }

  private void note(Site site, String run) {
    Control there = site.control();
    List<String> names = new KnownDatabases(job, sites).names(site);
    List<RunDatabases.Part> missing =
        there.databases().of(run).isEmpty()
            ? sites.home().control().databases().of(run).stream()
                .filter(part -> names.contains(part.name()))
                .toList()
            : List.of();
    there
        .transaction()
        .executeWithoutResult(
            status -> {
              there.databases().insert(run, job.job(), missing);
              there.queue().end(run);
            });
  }
}
