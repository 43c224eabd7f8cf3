package org.quietus.run.batch;

import org.quietus.policy.Counted;

/** Reading again found rows that are still due; they have been queued. */
public final class DueRowsLeft extends RuntimeException {
  public DueRowsLeft(long rows) {
    super(
        Counted.of(rows, "row")
            + Counted.verb(rows, " is", " are")
            + " still due after the run worked everything off");
  }
}
