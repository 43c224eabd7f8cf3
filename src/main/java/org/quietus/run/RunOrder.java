package org.quietus.run;

import java.util.Optional;
import org.quietus.control.HoldWatch;
import org.quietus.job.Scope;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.run.replay.ReplayRun;

/**
 * One run that is to be worked off.
 *
 * @param replay what sets it apart if it erases once more
 * @param token the fencing token, already taken
 * @param resumed whether an earlier start began it
 */
record RunOrder(
    Runs.Run run,
    Plan plan,
    HoldWatch holds,
    Optional<ReplayRun> replay,
    long token,
    int slots,
    boolean resumed) {

  String id() {
    return run.id();
  }

  /** Whether the run is about requests, other than once more. */
  boolean isErasing() {
    return replay.isEmpty() && Scope.of(run.scope()).contains(Scope.ERASURE);
  }
}
