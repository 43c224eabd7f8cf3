package org.quietus.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.certificate.log.CertificateLog;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.certificate.seal.KeyHistory;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Issues certificates: signs them, puts them into the evidence store, once, and into a log. */
public final class CertificateWriter {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateWriter.class);

  /** As many as a full tile of the log has. */
  private static final int AT_ONCE = 256;

  private final EvidenceStore store;
  private final SigningKeys keys;
  private final SigningKeys logKeys;
  private final CertificateLog log;
  private final Optional<Rendering> rendering;
  private final List<CertificateLog.Entry> waiting = new ArrayList<>();
  private boolean isLogComplete;
  private Set<String> removed = Set.of();
  private @Nullable RenderingThread aside;

  /** Signs certificates with one key, and the log of them with another. */
  public CertificateWriter(EvidenceStore store, SigningKeys keys, SigningKeys logKeys) {
    this(store, keys, logKeys, Optional.empty());
  }

  /** The same, which puts a PDF beside each certificate. */
  public CertificateWriter(
      EvidenceStore store, SigningKeys keys, SigningKeys logKeys, Optional<Rendering> rendering) {
    this.rendering = rendering;
    this.store = store;
    this.keys = keys;
    this.logKeys = logKeys;
    this.log = new CertificateLog(store, logKeys);
  }

  /**
   * A certificate as it now is in the store.
   *
   * @param certificate the one that was there, if there was one
   * @param isNew false if an earlier attempt had issued it
   * @param rendered whether everything for people to read is beside it
   */
  public record Issued(
      Certificate certificate,
      EvidenceName name,
      boolean isNew,
      CompletableFuture<Boolean> rendered) {

    /** Whether there should be a PDF beside it and is none; waits until that is known. */
    public boolean lacksPdf() {
      return !rendered.join();
    }
  }

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
    Optional<byte[]> found = store.read(name);
    Certificate issued =
        found.isPresent() ? found(certificate, found.get(), name) : write(certificate, name);
    return new Issued(issued, name, found.isEmpty(), rendered(issued));
  }

  /** Reads certificates of the same store, trusting the key and those whose place it took. */
  public CertificateReader reader() {
    return new CertificateReader(store, ownKeys());
  }

  /** Removes certificates of the same store, under the same keys. */
  public CertificateRetention retention() {
    return new CertificateRetention(store, keys, logKeys);
  }

  /**
   * Issues many certificates, which take their places in the log some hundreds at a time, under one
   * checkpoint for all of these, while what is for people to read is made aside. What a failure or
   * a kill leaves out of the log, whoever issues the next certificate puts there.
   */
  public void together(Runnable issuing) {
    try (RenderingThread thread = new RenderingThread()) {
      aside = thread;
      issuing.run();
      logWaiting();
    } finally {
      aside = null;
      isLogComplete &= waiting.isEmpty();
      waiting.clear();
    }
  }

  private void logWaiting() {
    log.add(waiting);
    waiting.clear();
  }

  /** How far the log has come that certificates are put into. */
  public Optional<CertificateLog.Published> published() {
    return log.published();
  }

  private Certificate found(Certificate certificate, byte[] there, EvidenceName name) {
    Certificate same = same(certificate, there);
    log.complete(List.of(CertificateLog.Entry.of(name.stem(), there)));
    return same;
  }

  private CompletableFuture<Boolean> rendered(Certificate certificate) {
    return aside == null || rendering.isEmpty()
        ? CompletableFuture.completedFuture(isRendered(certificate))
        : aside.make(() -> isRendered(certificate));
  }

  /** Whatever goes wrong with what is for people alone, the certificate stands. */
  private boolean isRendered(Certificate certificate) {
    if (rendering.isEmpty()) {
      return true;
    }
    EvidenceName name = EvidenceName.pdf(certificate.id());
    try {
      if (store.read(name).isEmpty()) {
        store.putIfAbsent(name, rendering.get().of(certificate));
      }
      return true;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.warn("{} was not written: {}", name, e.getClass().getSimpleName());
      return false;
    }
  }

  private Certificate write(Certificate certificate, EvidenceName name) {
    if (removed.contains(certificate.id())) {
      throw new CertificateConflict(certificate.id(), "or was, and its period is over");
    }
    byte[] file = DsseEnvelope.sign(Statement.of(certificate).bytes(), keys).bytes();
    genuine(certificate, file);
    CertificateLog.Entry entry = CertificateLog.Entry.of(name.stem(), file);
    boolean isNew = store.putIfAbsent(name, file);
    if (isNew && aside != null) {
      waiting.add(entry);
      if (waiting.size() == AT_ONCE) {
        logWaiting();
      }
    } else if (isNew) {
      log.add(entry);
    } else {
      log.complete(List.of(entry));
    }
    return certificate;
  }

  /**
   * A process that was killed, or a version without a log, may have left certificates out of it.
   */
  void completeLog() {
    if (isLogComplete) {
      return;
    }
    Set<String> proven =
        store.list(EvidenceName.Folder.PROOFS).stream()
            .map(EvidenceName::stem)
            .collect(Collectors.toSet());
    // what an earlier key signed before there was a log, too; later, what nobody else can have put
    // there, nor whoever has got hold of an earlier key
    PublicKeys trusted = log.isNew() ? PublicKeys.in(store) : keys.publicKeys();
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
    removed = removed();
    isLogComplete = true;
  }

  private Certificate same(Certificate wanted, byte[] file) {
    Certificate there = genuine(wanted, file);
    if (!there.attestsTheSameAs(wanted)) {
      throw new CertificateConflict(wanted.id(), "and attests something else");
    }
    return there;
  }

  /** What was removed under a retention rule is not issued again. */
  private Set<String> removed() {
    List<EvidenceName> statements = store.list(EvidenceName.Folder.REMOVALS);
    if (statements.isEmpty()) {
      return Set.of();
    }
    PublicKeys own = ownKeys();
    return statements.stream()
        .flatMap(name -> store.read(name).stream())
        .flatMap(file -> Removal.read(file, own).stream())
        .flatMap(removal -> removal.removed().stream())
        .map(Removal.Gone::id)
        .collect(Collectors.toSet());
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
