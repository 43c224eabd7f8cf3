package org.quietus.request;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/** A store in front of which, and behind which, something happens at each write. */
final class HookedStore implements EvidenceStore {
  private final EvidenceStore store;
  Runnable before = () -> {};
  Runnable after = () -> {};

  /** How often a file was read or listed. */
  int reads;

  int listings;

  HookedStore(EvidenceStore store) {
    this.store = store;
  }

  /** What stands for {@code kill -9}. */
  static final class Killed extends RuntimeException {}

  @Override
  public boolean putIfAbsent(EvidenceName name, byte[] content) {
    before.run();
    boolean written = store.putIfAbsent(name, content);
    after.run();
    return written;
  }

  @Override
  public boolean replace(EvidenceName name, Optional<byte[]> expected, byte[] content) {
    return store.replace(name, expected, content);
  }

  @Override
  public void discard(EvidenceName name) {
    store.discard(name);
  }

  @Override
  public boolean isLocked(EvidenceName name, Instant at) {
    return store.isLocked(name, at);
  }

  @Override
  public void remove(EvidenceName name) {
    store.remove(name);
  }

  @Override
  public Optional<byte[]> read(EvidenceName name) {
    reads++;
    return store.read(name);
  }

  @Override
  public List<EvidenceName> list(EvidenceName.Folder folder) {
    listings++;
    return store.list(folder);
  }

  @Override
  public void requireWritable() {
    store.requireWritable();
  }

  @Override
  public URI locate(EvidenceName name) {
    return store.locate(name);
  }
}
