package org.quietus.run;

import java.util.List;
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
 * @param unasked a line for each reason why persons are left who should have been erased unasked
 */
record RunOrder(
    Runs.Run run,
    Plan plan,
    HoldWatch holds,
    Optional<ReplayRun> replay,
    long token,
    int slots,
    boolean resumed,
    List<String> unasked) {

  String id() {
    return run.id();
  }

  /** Whether the run is about requests, other than once more. */
  boolean isErasing() {
    return replay.isEmpty() && Scope.of(run.scope()).contains(Scope.ERASURE);
  }
}
