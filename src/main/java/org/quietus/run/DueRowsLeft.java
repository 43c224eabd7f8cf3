package org.quietus.run;

/** Reading again found rows that are still due; they have been queued. */
final class DueRowsLeft extends RuntimeException {
  DueRowsLeft(long rows) {
    super(rows + " rows are still due after the run worked everything off");
  }
}
