package org.quietus.target;

import java.time.Instant;
import java.util.List;

/**
 * The rows that a request is about, frozen when they were found.
 *
 * @param rows none if nobody was found; more than one if the identifiers lead to several persons
 * @param erasedAt the erasure instant; what was created later is somebody else's
 */
public record PersonKeys(List<Key> rows, Instant erasedAt) {
  public PersonKeys {
    rows = List.copyOf(rows);
  }

  public boolean isAmbiguous() {
    return rows.size() > 1;
  }
}
