package org.quietus.run;

import java.util.List;
import java.util.Optional;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.job.CannotRun;
import org.quietus.ledger.RunDatabases;
import org.quietus.policy.JobFile;

/**
 * Tells that a database away from home was put back: it knows nothing of the last run that home
 * says was completed there.
 */
record RestoredElsewhere(JobFile job, Sites sites) {

  /**
   * Refuses to do anything before persons who may be back are erased once more.
   *
   * @throws CannotRun with {@link CannotRun#WAITS} if one that persons are in was put back
   */
  void require() {
    for (Site site : sites.others()) {
      if (isOfPersons(site) && lost(site).isPresent()) {
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

  /** The last run that was completed there, if the database does not know of it. */
  private Optional<String> lost(Site site) {
    Control home = sites.home().control();
    if (!home.schema().has("run_database")) {
      return Optional.empty();
    }
    return home.databases()
        .lastCompleted(job.job(), site.name())
        .filter(
            run ->
                !site.control().schema().has("run_database")
                    || site.control().databases().of(run).isEmpty());
  }

  /** Notes that nobody is back any more in those that were put back. */
  void levelled() {
    for (Site site : sites.others()) {
      if (isOfPersons(site)) {
        lost(site).ifPresent(run -> note(site, run));
      }
    }
  }

  private void note(Site site, String run) {
    List<RunDatabases.Part> here =
        sites.home().control().databases().of(run).stream()
            .filter(part -> part.name().equals(site.name()))
            .toList();
    Control there = site.control();
    there
        .transaction()
        .executeWithoutResult(status -> there.databases().insert(run, job.job(), here));
  }
}
