package org.quietus.hold;

/** Tells what is held, beside the data and inside the transaction that is about to change it. */
public interface HoldCheck {

  /**
   * The holds in force under the epoch that was read, with a lock, in the open transaction; looked
   * up again only if it is another one than the last time.
   */
  Holds at(long epoch);
}
