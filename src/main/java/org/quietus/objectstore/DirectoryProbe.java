package org.quietus.objectstore;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tries what depends on the file system; the rest is how {@link DirectoryStore} is made. */
final class DirectoryProbe {
  private final DirectoryStore store;
  private final ObjectKey key;

  DirectoryProbe(DirectoryStore store, String prefix) {
    this.store = store;
    this.key = new ObjectKey(prefix + "quietus-probe-" + UUID.randomUUID());
  }

  Capabilities run() {
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

  private boolean supports(Attributes attributes, Precondition precondition) {
    try {
      store.delete(store.put(key, attributes, new byte[1], precondition));
      return true;
    } catch (StoreException.Unsupported e) {
      return false;
    }
  }
}
