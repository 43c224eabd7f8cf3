package org.quietus.database;

import java.util.Set;

/**
 * What a run may do to a table besides reading it.
 *
 * @param deleted whether rows may be deleted
 * @param updated the columns that may be overwritten
 */
public record Touched(String table, boolean deleted, Set<String> updated) {

  public Touched {
    updated = Set.copyOf(updated);
  }

  boolean isChanged() {
    return deleted || !updated.isEmpty();
  }
}
