package org.quietus.run;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.control.WorkQueue;
import org.quietus.ledger.RunDatabases;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;

/**
 * Makes the queues of a run beside the data that is not at home, once the run is noted there. A
 * start that goes on with the run makes those that a kill left out.
 *
 * @param ranges what the work of some steps is divided into at first
 */
record QueuesElsewhere(
    RunSites bound, Plan plan, Function<List<Step>, List<WorkQueue.NewRange>> ranges, long token) {

  /** Makes those that are missing, of each database by itself. */
  void make(Runs.Run run, List<RunDatabases.Part> parts) {
    Sites sites = bound.sites();
    for (Site ledger : sites.ledgers()) {
      if (ledger != sites.home()) {
        Set<String> made = names(ledger.control().databases().of(run.id()));
        List<RunDatabases.Part> missing =
            parts.stream()
                .filter(part -> isAt(part, ledger) && !made.contains(part.name()))
                .toList();
        if (!missing.isEmpty()) {
          make(run, ledger, missing);
        }
      }
    }
  }

  private static Set<String> names(List<RunDatabases.Part> parts) {
    return parts.stream().map(RunDatabases.Part::name).collect(Collectors.toSet());
  }

  private boolean isAt(RunDatabases.Part part, Site ledger) {
    return bound
        .sites()
        .find(part.name())
        .filter(site -> bound.sites().ledgerOf(site) == ledger)
        .isPresent();
  }

  private void make(Runs.Run run, Site ledger, List<RunDatabases.Part> parts) {
    Control control = ledger.control();
    Set<String> names = names(parts);
    List<WorkQueue.NewRange> queued =
        ranges.apply(
            bound.queuedAt(ledger, plan).stream()
                .filter(step -> names.contains(step.database()))
                .toList());
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
