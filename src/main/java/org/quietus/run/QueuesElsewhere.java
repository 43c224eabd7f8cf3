package org.quietus.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.control.WorkQueue;
import org.quietus.ledger.RunDatabases;
import org.quietus.ledger.RunRequests;
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
        make(run, ledger, missing);
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

  /** What chunks have to know of requests is put there anew by each start. */
  private void make(Runs.Run run, Site ledger, List<RunDatabases.Part> missing) {
    Control control = ledger.control();
    Set<String> names = names(missing);
    List<Step> here = bound.queuedAt(ledger, plan);
    List<RunRequests.Beside> requests =
        bound.sites().home().control().runRequests().of(run.id(), numbers(here));
    List<Step> queued = here.stream().filter(step -> names.contains(step.database())).toList();
    Set<Integer> numbers = numbers(queued);
    List<WorkQueue.NewRange> work =
        inTurn(
            requests.stream().filter(one -> numbers.contains(one.part().step())).toList(),
            ranges.apply(queued));
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              control.fence().check(token);
              control.runRequests().note(run, requests);
              missing.forEach(part -> control.databases().forgetLeft(run.job(), part.name()));
              control.databases().insert(run.id(), run.job(), missing);
              control.queue().append(run.id(), work);
            });
  }

  private static Set<Integer> numbers(List<Step> steps) {
    return steps.stream().map(Step::number).collect(Collectors.toSet());
  }

  /** Children go ahead of every rule, all others behind. */
  static List<WorkQueue.NewRange> inTurn(
      List<RunRequests.Beside> requests, List<WorkQueue.NewRange> rules) {
    Map<Boolean, List<WorkQueue.NewRange>> byMinor =
        requests.stream()
            .collect(
                Collectors.partitioningBy(
                    RunRequests.Beside::minor,
                    Collectors.mapping(
                        one -> WorkQueue.NewRange.of(one.part().step(), one.part().request()),
                        Collectors.toList())));
    List<WorkQueue.NewRange> all = new ArrayList<>(byMinor.get(true));
    all.addAll(rules);
    all.addAll(byMinor.get(false));
    return all;
  }
}
