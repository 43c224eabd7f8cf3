package org.quietus.backup.set;

/**
 * Memory ran out while a database was asked or an object put in place: what the connection answers
 * next may be of what was asked before, so that the run ends. It is made beforehand, when there is
 * memory for it.
 */
final class MemoryRanOut extends RuntimeException {
  MemoryRanOut() {
    super(
        "memory ran out while a database was asked; give more with -Xmx, and run the same command"
            + " again",
        null,
        false,
        false);
  }
}
