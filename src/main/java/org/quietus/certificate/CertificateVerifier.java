package org.quietus.certificate;

import java.security.PublicKey;
import java.util.List;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.EvidenceStore;

/** Checks certificate files; whatever the bytes are, the answer is a {@link Verdict}. */
public final class CertificateVerifier {

  private final PublicKeys trusted;

  /** Checks against these keys. */
  public CertificateVerifier(PublicKeys trusted) {
    this.trusted = trusted;
  }

  /**
   * Checks one envelope: its form, then the signature, and only then what it says. Every signature
   * that claims a trusted key has to be right, and there has to be one.
   */
  public Verdict verify(byte[] file) {
    if (file.length > EvidenceStore.MAX_BYTES) {
      return new Verdict.NotAnEnvelope("it is larger than " + EvidenceStore.MAX_BYTES + " bytes");
    }
    DsseEnvelope envelope;
    try {
      envelope = DsseEnvelope.read(file);
    } catch (IllegalArgumentException e) {
      return new Verdict.NotAnEnvelope(String.valueOf(e.getMessage()));
    }
    if (!envelope.payloadType().equals(DsseEnvelope.IN_TOTO)) {
      return new Verdict.NotAnEnvelope("its payload type is not " + DsseEnvelope.IN_TOTO);
    }
    List<DsseEnvelope.Signature> claims =
        envelope.signatures().stream()
            .filter(signature -> trusted.byId().containsKey(signature.keyid()))
            .toList();
    if (claims.isEmpty()) {
      return new Verdict.NotSignedByThese(
          envelope.signatures().stream().map(DsseEnvelope.Signature::keyid).toList());
    }
    byte[] signed = envelope.preAuthenticationEncoding();
    for (DsseEnvelope.Signature claim : claims) {
      PublicKey key = trusted.byId().get(claim.keyid());
      if (key == null || !PublicKeys.isSignedBy(key, signed, claim.sig().bytes())) {
        return new Verdict.SignatureWrong(claim.keyid());
      }
    }
    return understand(envelope, claims.get(0).keyid());
  }

  private static Verdict understand(DsseEnvelope envelope, String keyId) {
    try {
      return new Verdict.Good(Statement.read(envelope.payload().bytes()).predicate(), keyId);
    } catch (IllegalArgumentException e) {
      return new Verdict.Inconsistent(keyId, String.valueOf(e.getMessage()));
    }
  }
}
