package org.quietus.plan;

import java.util.List;
import org.quietus.policy.Problem;

/**
 * A plan as far as it could be made.
 *
 * @param refusals every problem of the job file, in its order; with one of them the plan must not
 *     be carried out
 */
public record Draft(Plan plan, List<Problem> refusals) {
  public Draft {
    refusals = List.copyOf(refusals);
  }
}
