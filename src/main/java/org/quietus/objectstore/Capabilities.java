package org.quietus.objectstore;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a store was seen to honour.
 *
 * @param defaultRetention the mode with which the bucket locks every new version, so that a
 *     rewritten one is locked too; the store was then not written to, and conditions count as not
 *     honoured
 */
public record Capabilities(Set<Capability> honoured, Optional<Lock.Mode> defaultRetention) {
  public Capabilities {
    honoured = Set.copyOf(honoured);
  }

  /** Returns whether all of these were seen. */
  public boolean has(Capability first, Capability... more) {
    return honoured.containsAll(EnumSet.of(first, more));
  }
}
