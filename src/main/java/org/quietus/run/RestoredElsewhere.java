package org.quietus.run;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.control.Control;
import org.quietus.control.KnownDatabases;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.job.CannotRun;
import org.quietus.ledger.RunDatabases;
import org.quietus.ledger.Runs;
import org.quietus.policy.JobFile;
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
   * The requests of everybody who may be back in a database that was put back: they were erased
   * since the first run that it lacks, or something of theirs went there since, such as what a law
   * had kept. Who is in another database is not sought for that.
   */
  Set<String> requests(Instant snapshot) {
    Set<String> all = new HashSet<>();
    sites.others().stream()
        .filter(this::isOfPersons)
        .forEach(site -> all.addAll(requests(site, lost(site), snapshot)));
    return all;
  }

  private Set<String> requests(Site site, List<String> runs, Instant snapshot) {
    Control home = sites.home().control();
    Set<String> something = new HashSet<>();
    runs.forEach(run -> something.addAll(home.verifications().requests(run)));
    if (site.control().schema().has("ledger")) {
      something.addAll(site.control().reader().requestsSince(snapshot));
    }
    Set<String> requests = new HashSet<>();
    new RecordedRequests(home.jdbc(), job.job())
        .of(something).stream()
            .filter(request -> request.resolvedAt().isPresent())
            .filter(request -> isIn(request.subject(), site))
            .forEach(request -> requests.add(request.id()));
    first(runs)
        .ifPresent(
            moment ->
                home.suppression(job.job())
                    .requestsFrom(moment)
                    .forEach(
                        (request, subject) -> {
                          if (isIn(subject, site) || job.subject(subject).isEmpty()) {
                            requests.add(request);
                          }
                        }));
    return requests;
  }

  /** As of when the first run began that any database which was put back lacks, or that moment. */
  Instant earliest(Instant snapshot) {
    return sites.others().stream()
        .filter(this::isOfPersons)
        .flatMap(site -> first(lost(site)).stream())
        .filter(moment -> moment.isBefore(snapshot))
        .min(Comparator.naturalOrder())
        .orElse(snapshot);
  }

  /** As of when the first of some runs began, given backwards. */
  private Optional<Instant> first(List<String> runs) {
    return runs.stream().skip(Math.max(0, runs.size() - 1)).flatMap(this::asOf).findFirst();
  }

  private boolean isIn(String name, Site site) {
    return job.subject(name)
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
