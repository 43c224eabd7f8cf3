package org.quietus.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.certificate.log.CertificateLog;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.certificate.seal.KeyHistory;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/** Issues certificates: signs them, puts them into the evidence store, once, and into a log. */
public final class CertificateWriter {

  private final EvidenceStore store;
  private final SigningKeys keys;
  private final CertificateLog log;
  private boolean isLogComplete;

  /** Signs certificates with one key, and the log of them with another. */
  public CertificateWriter(EvidenceStore store, SigningKeys keys, SigningKeys logKeys) {
    this.store = store;
    this.keys = keys;
    this.log = new CertificateLog(store, logKeys);
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
    completeLog();
    EvidenceName name = EvidenceName.certificate(certificate.id());
    return store
        .read(name)
        .map(there -> found(certificate, there, name))
        .orElseGet(() -> write(certificate, name));
  }

  private Issued found(Certificate certificate, byte[] there, EvidenceName name) {
    Certificate same = same(certificate, there);
    log.complete(List.of(CertificateLog.Entry.of(name.stem(), there)));
    return new Issued(same, name, false);
  }

  private Issued write(Certificate certificate, EvidenceName name) {
    byte[] file = DsseEnvelope.sign(Statement.of(certificate).bytes(), keys).bytes();
    genuine(certificate, file);
    CertificateLog.Entry entry = CertificateLog.Entry.of(name.stem(), file);
    if (store.putIfAbsent(name, file)) {
      log.add(entry);
    } else {
      log.complete(List.of(entry));
    }
    return new Issued(certificate, name, true);
  }

  /**
   * A process that was killed, or a version without a log, may have left certificates out of it.
   */
  private void completeLog() {
    if (isLogComplete) {
      return;
    }
    Set<String> proven =
        store.list(EvidenceName.Folder.PROOFS).stream()
            .map(EvidenceName::stem)
            .collect(Collectors.toSet());
    // what an earlier key signed before there was a log, too; later, what nobody else can have put
    // there
    PublicKeys trusted = log.isNew() ? PublicKeys.in(store) : ownKeys();
    CertificateReader reader = new CertificateReader(store, trusted);
    List<CertificateLog.Entry> left = new ArrayList<>();
    for (EvidenceName name : store.list(EvidenceName.Folder.CERTIFICATES)) {
      if (!proven.contains(name.stem())) {
        store
            .read(name)
            .filter(file -> reader.verdict(name.stem(), file).isGood())
            .ifPresent(file -> left.add(CertificateLog.Entry.of(name.stem(), file)));
      }
    }
    log.complete(left);
    isLogComplete = true;
  }

  private Certificate same(Certificate wanted, byte[] file) {
    Certificate there = genuine(wanted, file);
    if (!there.attestsTheSameAs(wanted)) {
      throw new CertificateConflict(wanted.id(), "and attests something else");
    }
    return there;
  }

  /** The key and those whose place it took. */
  private PublicKeys ownKeys() {
    return KeyHistory.of(store).before(keys.publicKeys());
  }

  private Certificate genuine(Certificate wanted, byte[] file) {
    Verdict verdict = new CertificateVerifier(keys.publicKeys()).verify(file);
    if (verdict instanceof Verdict.NotSignedByThese) { // but perhaps by the key before
      verdict = new CertificateVerifier(ownKeys()).verify(file);
    }
    if (!(verdict instanceof Verdict.Good good)) {
      throw new CertificateConflict(wanted.id(), "but is not genuine: " + verdict.describe());
    }
    return good.certificate();
  }
}
