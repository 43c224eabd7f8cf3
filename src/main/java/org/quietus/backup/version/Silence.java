package org.quietus.backup.version;

import org.quietus.objectstore.StoreException;

/** Tells one object that gets no answer from a store that is gone: several of them in a row. */
public final class Silence {
  private static final int MOST = 3;

  private int inARow;

  /** Hears that an object was answered for. */
  public void answered() {
    inARow = 0;
  }

  /**
   * Hears how an object failed.
   *
   * @throws StoreException the same, if the store seems to be gone
   */
  public void failed(StoreException failure) {
    inARow = failure instanceof StoreException.Unreachable ? inARow + 1 : 0;
    if (inARow >= MOST) {
      throw failure;
    }
  }
}
