package org.quietus.target;

import java.time.Instant;
import java.util.List;

/**
 * The rows that a request is about, frozen when they were found.
 *
 * @param rows none if nobody was found; more than one if the identifiers lead to several persons
 * @param erasedAt the erasure instant; what was created later is somebody else's
 * @param oneAndTheSame whether several rows are known to be this one person's
 */
public record PersonKeys(List<Key> rows, Instant erasedAt, boolean oneAndTheSame) {
  public PersonKeys {
    rows = List.copyOf(rows);
  }

  /** Rows of which several are several persons'. */
  public PersonKeys(List<Key> rows, Instant erasedAt) {
    this(rows, erasedAt, false);
  }

  /** Whether the rows may be several persons'. */
  public boolean isAmbiguous() {
    return rows.size() > 1 && !oneAndTheSame;
  }
}
