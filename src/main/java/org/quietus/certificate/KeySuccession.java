package org.quietus.certificate;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.quietus.certificate.log.CertificateLog;
import org.quietus.certificate.seal.KeyEvent;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * Puts a new key in the place of the one that signs certificates. What the earlier one signed stays
 * good: its public half stays in the evidence store, with a statement of both keys that is in the
 * log. Whoever is killed meanwhile does it again.
 */
public final class KeySuccession {
  private final EvidenceStore store;
  private final Path keys;

  /** {@code keys} is the directory of the private keys. */
  public KeySuccession(EvidenceStore store, Path keys) {
    this.store = store;
    this.keys = keys;
  }

  /**
   * What was done.
   *
   * @param retired where the earlier private key lies now
   */
  public record Succeeded(String from, String to, Path publicFile, Path retired) {}

  /** Makes the new key, or finishes what was begun, and signs with it from now on. */
  public Succeeded succeed(Instant now) {
    SigningKeys from = SigningKeys.load(keys, Use.CERTIFICATES);
    SigningKeys to = SigningKeys.successor(keys, Use.CERTIFICATES);
    from.publish(store);
    to.publish(store);
    EvidenceName name = EvidenceName.keyEvent(to.keyId());
    byte[] event = store.read(name).orElseGet(() -> KeyEvent.write(from, to, now));
    store.putIfAbsent(name, event);
    new CertificateLog(store, SigningKeys.load(keys, Use.LOG))
        .complete(List.of(CertificateLog.Entry.of(name.stem(), event)));
    Path retired = SigningKeys.takeOver(keys, Use.CERTIFICATES);
    SigningKeys loaded = SigningKeys.load(keys, Use.CERTIFICATES);
    return new Succeeded(from.keyId(), loaded.keyId(), loaded.publicFile(), retired);
  }
}
