package org.quietus.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.control.HoldWatch;
import org.quietus.control.Sites;
import org.quietus.job.Scope;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.run.replay.ReplayRun;

/**
 * One run that is to be worked off.
 *
 * @param bound the databases that it works on
 * @param replay what sets it apart if it erases once more
 * @param token the fencing token, already taken
 * @param resumed whether an earlier start began it
 * @param down databases that it began in and that cannot be reached; it cannot end without them
 * @param unasked a line for each reason why persons are left who should have been erased unasked
 */
record RunOrder(
    Runs.Run run,
    Plan plan,
    RunSites bound,
    Optional<ReplayRun> replay,
    long token,
    int slots,
    boolean resumed,
    List<String> unasked,
    Set<String> down) {

  /** A run of which every database that it began in can be reached. */
  RunOrder(
      Runs.Run run,
      Plan plan,
      RunSites bound,
      Optional<ReplayRun> replay,
      long token,
      int slots,
      boolean resumed,
      List<String> unasked) {
    this(run, plan, bound, replay, token, slots, resumed, unasked, Set.of());
  }

  String id() {
    return run.id();
  }

  /** What binds at home. */
  HoldWatch holds() {
    return bound.watch(sites().home());
  }

  Sites sites() {
    return bound.sites();
  }

  /** Whether the run is about requests, other than once more. */
  boolean isErasing() {
    return replay.isEmpty() && Scope.of(run.scope()).contains(Scope.ERASURE);
  }
}
