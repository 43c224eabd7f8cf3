package org.quietus.certificate.log;

import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/** A store in front of which something happens before the first entry is written. */
final class Delayed extends KilledAfter {
  private Runnable meanwhile;

  Delayed(EvidenceStore store, Runnable meanwhile) {
    super(store, Integer.MAX_VALUE);
    this.meanwhile = meanwhile;
  }

  @Override
  public boolean putIfAbsent(EvidenceName name, byte[] content) {
    Runnable now = meanwhile;
    meanwhile = () -> {};
    now.run();
    return super.putIfAbsent(name, content);
  }
}
