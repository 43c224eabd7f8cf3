package org.quietus.target;

import java.time.Instant;
import java.util.List;

/**
 * The rows that a request is about, frozen when they were found.
 *
 * @param rows none if nobody was found; more than one if the identifiers lead to several persons
 * @param erasedAt the erasure instant; what was created later is somebody else's
 * @param certain whether enough agreed to say that a row is this person's
 */
public record PersonKeys(List<Key> rows, Instant erasedAt, boolean certain) {
  public PersonKeys {
    rows = List.copyOf(rows);
  }

  /** Rows that identifiers led to. */
  public PersonKeys(List<Key> rows, Instant erasedAt) {
    this(rows, erasedAt, true);
  }

  /** Whether a person has to say whose the rows are. */
  public boolean isAmbiguous() {
    return rows.size() > 1 || (!certain && !rows.isEmpty());
  }
}
