package org.quietus.target;

/** A partition cannot go as a whole, at least not now; nothing was done to it. */
public final class PartitionStays extends RuntimeException {
  private final boolean busy;

  private PartitionStays(String why, boolean busy) {
    super(why);
    this.busy = busy;
  }

  /** For good, as far as this run goes. */
  public static PartitionStays because(String why) {
    return new PartitionStays(why, false);
  }

  /** Because somebody else is at it at the moment. */
  public static PartitionStays busy() {
    return new PartitionStays("others hold locks on the table", true);
  }

  /** Whether it may be otherwise in a moment. */
  public boolean isBusy() {
    return busy;
  }
}
