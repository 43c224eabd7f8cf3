package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final Duration PROBE_ABANDONED = Duration.ofHours(1);

  /** A run that was stopped may still want to commit its own. */
  private static final Duration UPLOAD_ABANDONED = Duration.ofDays(7);

  private final DirectoryStore store;
  private final DirectoryListing listing;
  private final Clock clock;
  private final String prefix;
  private final ObjectKey key;

  DirectoryProbe(DirectoryStore store, DirectoryListing listing, Clock clock, String prefix) {
    this.store = store;
    this.listing = listing;
    this.clock = clock;
    this.prefix = prefix;
    this.key = new ObjectKey(prefix + DirectoryPaths.PROBE + UUID.randomUUID());
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

  /** Removes the files of probes and uploads that were killed. */
  private void removeAbandoned() {
    try (Stream<ObjectVersion> files = listing.probes(prefix)) {
      files
          .filter(file -> isOver(file.lastModified(), PROBE_ABANDONED))
          .map(ObjectVersion::pin)
          .toList()
          .forEach(store::delete);
    }
    try (Stream<Path> files = listing.uploads()) {
      files.filter(this::isAbandoned).toList().forEach(DirectoryProbe::remove);
    }
  }

  private boolean isAbandoned(Path upload) {
    try {
      return isOver(FileIdentity.changed(upload).toInstant(), UPLOAD_ABANDONED);
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isOver(Instant since, Duration patience) {
    return since.isBefore(clock.instant().minus(patience));
  }

  private static void remove(Path upload) {
    FileFailures.translated("remove", () -> Files.deleteIfExists(upload));
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
