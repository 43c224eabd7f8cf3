package org.quietus.objectstore.directory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Capabilities;
import org.quietus.objectstore.Capability;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Precondition;
import org.quietus.objectstore.StoreException;

/** Tries what depends on the file system; the rest is how {@link DirectoryStore} is made. */
final class DirectoryProbe {
  private static final Duration SURELY_ABANDONED = Duration.ofDays(1);

  private final DirectoryStore store;
  private final Clock clock;
  private final String scratch;
  private final ObjectKey key;

  DirectoryProbe(DirectoryStore store, Clock clock, String prefix) {
    this.store = store;
    this.clock = clock;
    this.scratch = prefix + "quietus-probe-";
    this.key = new ObjectKey(scratch + UUID.randomUUID());
  }

  Capabilities run() {
    removeAbandoned();
    Set<Capability> seen =
        EnumSet.of(
            Capability.IF_MATCH,
            Capability.IF_MATCH_ON_COMPLETE,
            Capability.CONDITIONAL_DELETE,
            Capability.COPY_SOURCE_IF_MATCH,
            Capability.GONE_AFTER_DELETE);
    if (supports(Attributes.DEFAULTS, Precondition.absent())) {
      seen.add(Capability.IF_NONE_MATCH);
      seen.add(Capability.IF_NONE_MATCH_ON_COMPLETE);
    }
    if (supports(Attributes.DEFAULTS.withMetadata("quietus-probe", "1"), Precondition.none())) {
      seen.add(Capability.METADATA);
    }
    return new Capabilities(seen, Optional.empty());
  }

  /** Removes the file of a probe that was killed. */
  private void removeAbandoned() {
    Instant abandoned = clock.instant().minus(SURELY_ABANDONED);
    try (Stream<ObjectVersion> files = store.versions(scratch)) {
      files
          .filter(file -> file.lastModified().isBefore(abandoned))
          .map(ObjectVersion::pin)
          .toList()
          .forEach(store::delete);
    }
  }

  private boolean supports(Attributes attributes, Precondition precondition) {
    try {
      store.delete(store.put(key, attributes, new byte[1], precondition));
      return true;
    } catch (StoreException.Unsupported e) {
      return false;
    }
  }
}
