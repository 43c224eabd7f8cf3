package org.quietus.certificate;

import java.util.Map;
import java.util.Optional;
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
   * that claims a trusted key has to be right, and there has to be one. One that names no key is
   * tried with each.
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
    byte[] signed = envelope.preAuthenticationEncoding();
    Optional<String> signer = Optional.empty();
    for (DsseEnvelope.Signature signature : envelope.signatures()) {
      Optional<String> named = signature.keyid().filter(trusted.byId()::containsKey);
      Optional<String> right = signer(signature, signed);
      if (named.isPresent() && right.isEmpty()) {
        return new Verdict.SignatureWrong(named.get());
      }
      signer = signer.or(() -> right);
    }
    return signer
        .map(key -> understand(envelope, key))
        .orElseGet(
            () ->
                new Verdict.NotSignedByThese(
                    envelope.signatures().stream()
                        .flatMap(signature -> signature.keyid().stream())
                        .toList()));
  }

  /** The trusted key that a signature is from: the one it names, or any if it names none. */
  private Optional<String> signer(DsseEnvelope.Signature signature, byte[] signed) {
    Optional<String> named = signature.keyid().filter(name -> !name.isEmpty());
    return trusted.byId().entrySet().stream()
        .filter(key -> named.isEmpty() || named.get().equals(key.getKey()))
        .filter(key -> PublicKeys.isSignedBy(key.getValue(), signed, signature.sig().bytes()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Verdict understand(DsseEnvelope envelope, String keyId) {
    try {
      return new Verdict.Good(Statement.read(envelope.payload().bytes()).predicate(), keyId);
    } catch (IllegalArgumentException e) {
      return new Verdict.Inconsistent(keyId, String.valueOf(e.getMessage()));
    }
  }
}
