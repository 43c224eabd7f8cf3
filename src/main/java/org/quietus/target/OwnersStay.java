package org.quietus.target;

/**
 * Rows cannot be changed that others lead to, which have been changed already: the chunk must be
 * rolled back and done once more, and leaves these.
 */
public final class OwnersStay extends RuntimeException {
  public OwnersStay(String table) {
    super(
        "rows of " + table + " could not be changed, so that those which lead there have to stay");
  }
}
