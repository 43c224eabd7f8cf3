package org.quietus.certificate.log;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/** A store that is there for so many writes, after which whoever writes is killed. */
public class KilledAfter implements EvidenceStore {
  private final EvidenceStore store;
  private int writes;
  private int replaced;

  public KilledAfter(EvidenceStore store, int writes) {
    this.store = store;
    this.writes = writes;
  }

  /** What stands for {@code kill -9}. */
  public static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** How often a file was put in the place of another. */
  int replaced() {
    return replaced;
  }

  void write() {
    if (writes-- == 0) {
      throw new Killed();
    }
  }

  @Override
  public boolean putIfAbsent(EvidenceName name, byte[] content) {
    write();
    return store.putIfAbsent(name, content);
  }

  @Override
  public boolean replace(EvidenceName name, Optional<byte[]> expected, byte[] content) {
    write();
    replaced++;
    return store.replace(name, expected, content);
  }

  @Override
  public void discard(EvidenceName name) {
    write();
    store.discard(name);
  }

  @Override
  public boolean isLocked(EvidenceName name, Instant at) {
    return store.isLocked(name, at);
  }

  @Override
  public void remove(EvidenceName name) {
    write();
    store.remove(name);
  }

  @Override
  public Optional<byte[]> read(EvidenceName name) {
    return store.read(name);
  }

  @Override
  public List<EvidenceName> list(EvidenceName.Folder folder) {
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
