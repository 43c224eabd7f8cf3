package org.quietus.run;

import java.util.List;
import java.util.function.Function;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.control.WorkQueue;
import org.quietus.ledger.RunDatabases;
import org.quietus.ledger.Runs;

/**
 * Makes the queues of a run beside the data that is not at home, once the run is noted there. A
 * start that goes on with the run makes those that a kill left out.
 *
 * @param ranges what the queue of a control schema begins with
 */
record QueuesElsewhere(
    RunSites bound, Function<Site, List<WorkQueue.NewRange>> ranges, long token) {

  /** Makes those that are missing. */
  void make(Runs.Run run, List<RunDatabases.Part> parts) {
    Sites sites = bound.sites();
    for (Site ledger : sites.ledgers()) {
      if (ledger != sites.home() && !isMade(run, ledger)) {
        make(run, ledger, parts.stream().filter(part -> isAt(part, ledger)).toList());
      }
    }
  }

  private boolean isAt(RunDatabases.Part part, Site ledger) {
    return bound
        .sites()
        .find(part.name())
        .filter(site -> bound.sites().ledgerOf(site) == ledger)
        .isPresent();
  }

  private static boolean isMade(Runs.Run run, Site ledger) {
    return ledger.control().databases().has(run.id(), ledger.name());
  }

  private void make(Runs.Run run, Site ledger, List<RunDatabases.Part> parts) {
    Control control = ledger.control();
    List<WorkQueue.NewRange> queued = ranges.apply(ledger);
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              control.fence().check(token);
              parts.forEach(part -> control.databases().forgetLeft(run.job(), part.name()));
              control.databases().insert(run.id(), run.job(), parts);
              control.queue().append(run.id(), queued);
            });
  }
}
