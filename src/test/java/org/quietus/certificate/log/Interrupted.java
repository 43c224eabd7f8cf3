package org.quietus.certificate.log;

import java.util.Optional;
import java.util.function.Predicate;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/** A store in front of which something happens, once, before a file is read. */
class Interrupted extends KilledAfter {
  private final Predicate<String> before;
  private Runnable meanwhile;

  Interrupted(EvidenceStore store, Predicate<String> before, Runnable meanwhile) {
    super(store, Integer.MAX_VALUE);
    this.before = before;
    this.meanwhile = meanwhile;
  }

  @Override
  public Optional<byte[]> read(EvidenceName name) {
    if (before.test(name.toString())) {
      Runnable now = meanwhile;
      meanwhile = () -> {};
      now.run();
    }
    return super.read(name);
  }
}
