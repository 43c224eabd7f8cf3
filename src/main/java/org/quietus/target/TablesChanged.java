package org.quietus.target;

import java.util.Set;

/**
 * Tables are others than when a run was planned, so that nobody knows any more what its statements
 * reach; nothing more may be changed, and nothing be certified of them.
 */
public final class TablesChanged extends RuntimeException {
  /** {@code tables} are called as the job file calls them. */
  public TablesChanged(Set<String> tables) {
    super(
        String.join(", ", tables)
            + (tables.size() == 1 ? " was" : " were")
            + " changed, or got another table that points there, while the run worked on it");
  }
}
