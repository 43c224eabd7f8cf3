package org.quietus.certificate.stamp;

import java.util.Optional;
import org.quietus.certificate.log.CertificateLog;
import org.quietus.evidence.EvidenceConflict;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * Has the checkpoint of a log time-stamped: its bytes are kept as a file of their own, for the
 * published one goes on, and the authority's reply beside it.
 */
public final class Stamping {
  private final EvidenceStore store;
  private final StampClient client;
  private final StampAuthority authority;

  /** Nothing is asked yet. */
  public Stamping(EvidenceStore store, StampClient client, StampAuthority authority) {
    this.store = store;
    this.client = client;
    this.authority = authority;
  }

  /**
   * Stamps it unless it is stamped; a kill in between leaves a checkpoint without a time-stamp,
   * which says nothing.
   *
   * @return whether it is new
   * @throws StampRefused if it cannot be had, or is not one that the authority made
   */
  public boolean stamp(CertificateLog.Published head) {
    EvidenceName stamp = EvidenceName.stamp(head.log(), head.size());
    if (store.read(stamp).isPresent()) {
      return false;
    }
    EvidenceName name = EvidenceName.stamped(head.log(), head.size());
    Optional<byte[]> there =
        store.read(name); // witnesses may have added to the published one since
    byte[] checkpoint = there.orElse(head.file());
    byte[] reply = client.stamp(checkpoint);
    authority.time(checkpoint, reply);
    store.putIfAbsent(name, checkpoint);
    try {
      return store.putIfAbsent(stamp, reply);
    } catch (EvidenceConflict another) { // of a process that asked at the same time
      return false;
    }
  }
}
