package org.quietus.certificate;

import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/** Issues certificates: signs them, and puts them into the evidence store, once. */
public final class CertificateWriter {

  private final EvidenceStore store;
  private final SigningKeys keys;

  public CertificateWriter(EvidenceStore store, SigningKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  /**
   * A certificate as it now is in the store.
   *
   * @param certificate the one that was there, if there was one
   * @param isNew false if an earlier attempt had issued it
   */
  public record Issued(Certificate certificate, EvidenceName name, boolean isNew) {}

  /**
   * Issues a certificate, with its public key beside it. Doing so again, as a start after a crash
   * does, changes nothing and gives the one that is there.
   *
   * @throws CertificateConflict if the one that is there is not genuine or attests something else
   */
  public Issued issue(Certificate certificate) {
    keys.publish(store);
    EvidenceName name = EvidenceName.certificate(certificate.id());
    return store
        .read(name)
        .map(there -> new Issued(same(certificate, there), name, false))
        .orElseGet(() -> write(certificate, name));
  }

  private Issued write(Certificate certificate, EvidenceName name) {
    byte[] file = DsseEnvelope.sign(Statement.of(certificate).bytes(), keys).bytes();
    genuine(certificate, file);
    store.putIfAbsent(name, file);
    return new Issued(certificate, name, true);
  }

  private Certificate same(Certificate wanted, byte[] file) {
    Certificate there = genuine(wanted, file);
    if (!there.attestsTheSameAs(wanted)) {
      throw new CertificateConflict(wanted.id(), "and attests something else");
    }
    return there;
  }

  private Certificate genuine(Certificate wanted, byte[] file) {
    Verdict verdict = new CertificateVerifier(keys.publicKeys()).verify(file);
    if (!(verdict instanceof Verdict.Good good)) {
      throw new CertificateConflict(wanted.id(), "but is not genuine: " + verdict.describe());
    }
    return good.certificate();
  }
}
