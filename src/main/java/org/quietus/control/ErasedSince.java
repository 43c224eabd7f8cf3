package org.quietus.control;

import java.time.Instant;
import java.util.Set;
import org.quietus.subject.SuppressionEntry;

/**
 * Who is sought after a restore.
 *
 * @param moment whoever was erased later
 * @param besides the requests of those of whom something went later, whenever they were erased:
 *     others who were erased as early may lawfully have come back before the backup was made
 */
public record ErasedSince(Instant moment, Set<String> besides) {
  public ErasedSince {
    besides = Set.copyOf(besides);
  }

  /** Whether an entry is of somebody who is sought. */
  public boolean has(SuppressionEntry entry) {
    return entry.erasedAt().isAfter(moment) || besides.contains(entry.request());
  }
}
