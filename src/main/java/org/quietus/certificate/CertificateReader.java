package org.quietus.certificate;

import java.util.List;
import java.util.Optional;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/** Reads the certificates of an evidence store, each of them checked. */
public final class CertificateReader {

  private final EvidenceStore store;
  private final CertificateVerifier verifier;

  /** Reads a store, trusting these keys. */
  public CertificateReader(EvidenceStore store, PublicKeys trusted) {
    this.store = store;
    this.verifier = new CertificateVerifier(trusted);
  }

  /**
   * A certificate file of the store.
   *
   * @param id as its name says
   */
  public record Stored(String id, Verdict verdict) {}

  /** Every certificate file, good or not, by id. */
  public List<Stored> list() {
    return store.list(EvidenceName.Folder.CERTIFICATES).stream()
        .flatMap(name -> find(name.stem()).stream())
        .toList();
  }

  /** Whether there is a certificate file of an id, good or not. */
  public boolean isThere(String id) {
    return EvidenceName.find(EvidenceName.Folder.CERTIFICATES, id).flatMap(store::read).isPresent();
  }

  /** The certificate file of an id, good or not; empty if there is none. */
  public Optional<Stored> find(String id) {
    return EvidenceName.find(EvidenceName.Folder.CERTIFICATES, id)
        .flatMap(store::read)
        .map(file -> new Stored(id, verdict(id, file)));
  }

  /** What a check of the bytes finds that lie under the name of an id. */
  Verdict verdict(String id, byte[] file) {
    return named(id, verifier.verify(file));
  }

  /** A good certificate under another's name would let one stand for the other. */
  private static Verdict named(String id, Verdict verdict) {
    return verdict instanceof Verdict.Good good && !good.certificate().id().equals(id)
        ? new Verdict.Inconsistent(good.keyId(), "it is another certificate, under a wrong name")
        : verdict;
  }
}
