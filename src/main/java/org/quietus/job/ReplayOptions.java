package org.quietus.job;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be replayed.
 *
 * @param database the restored one
 * @param snapshot the moment that the backup was made at; who was erased by then is not in it
 * @param accepted of what cannot be replayed, the kinds that a person has looked at
 * @param slots how many workers, at least 1
 */
public record ReplayOptions(String database, Instant snapshot, Set<Accepted> accepted, int slots) {
  public ReplayOptions {
    accepted = Set.copyOf(accepted);
  }

  /** Whether a person has looked at what there is of a kind. */
  public boolean isAccepted(Accepted kind) {
    return accepted.contains(kind);
  }

  /** The database of which a person has looked at what there is of a kind, if any. */
  public Optional<String> seen(Accepted kind) {
    return Optional.of(database).filter(name -> isAccepted(kind));
  }
}
