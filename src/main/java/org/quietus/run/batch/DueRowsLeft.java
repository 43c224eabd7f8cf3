package org.quietus.run.batch;

/** Reading again found rows that are still due; they have been queued. */
public final class DueRowsLeft extends RuntimeException {
  public DueRowsLeft(long rows) {
    super(rows + " rows are still due after the run worked everything off");
  }
}
