package org.quietus.certificate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** Issues certificates: signs them, puts them into the evidence store, once, and into a log. */
public final class CertificateWriter {
  /** As many as a full tile of the log has. */
  private static final int AT_ONCE = 256;

  /** Few enough for all of them to be in memory. */
  private static final int RENDERED_AT_ONCE = 16;

  private final EvidenceStore store;
  private final SigningKeys keys;
  private final SigningKeys logKeys;
  private final CertificateLog log;
  private final PdfsBeside pdfs;
  private final Map<EvidenceName, Waiting> waiting = new LinkedHashMap<>();
  private boolean isKeyPublished;
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
    this.pdfs = new PdfsBeside(store, rendering);
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
   * A signed certificate that is not in the store yet.
   *
   * @param rendered completed once it is known whether there is something for people to read
   */
  private record Waiting(
      Certificate certificate, byte[] file, CompletableFuture<Boolean> rendered) {

    EvidenceName name() {
      return EvidenceName.certificate(certificate.id());
    }

    CertificateLog.Entry entry() {
      return CertificateLog.Entry.of(certificate.id(), file);
    }

    /** Says so, unless it is known that it has one. */
    void lacksPdf() {
      rendered.complete(false);
    }
  }

  /**
   * Issues a certificate, with its public key beside it. Doing so again, as a start after a crash
   * does, changes nothing and gives the one that is there.
   *
   * @throws CertificateConflict if the one that is there is not genuine or attests something else
   */
  public Issued issue(Certificate certificate) {
    if (!isKeyPublished) {
      keys.publish(store);
      isKeyPublished = true;
    }
    completeLog();
    EvidenceName name = EvidenceName.certificate(certificate.id());
    if (waiting.containsKey(name)) {
      writeWaiting();
    }
    Optional<byte[]> found = store.read(name);
    if (found.isPresent()) {
      Certificate issued = found(certificate, found.get(), name);
      return new Issued(
          issued, name, false, CompletableFuture.completedFuture(pdfs.isBeside(issued)));
    }
    return new Issued(certificate, name, true, write(certificate, name));
  }

  /** Reads certificates of the same store, trusting the key and those whose place it took. */
  public CertificateReader reader() {
    writeWaiting();
    return new CertificateReader(store, ownKeys());
  }

  /** Removes certificates of the same store, under the same keys. */
  public CertificateRetention retention() {
    return new CertificateRetention(store, keys, logKeys);
  }

  /**
   * Issues many certificates, which are written and take their places in the log some hundreds at a
   * time, under one checkpoint for all of these, while what is for people to read is made aside.
   * None of those at hand is written if it fails; what a kill leaves out of the log, whoever issues
   * the next certificate puts there.
   */
  public void together(Runnable issuing) {
    try (RenderingThread thread = new RenderingThread()) {
      aside = thread;
      issuing.run();
      writeWaiting();
    } finally {
      aside = null;
      waiting.values().forEach(Waiting::lacksPdf);
      waiting.clear();
    }
  }

  private void writeWaiting() {
    if (waiting.isEmpty()) {
      return;
    }
    List<Waiting> all = List.copyOf(waiting.values());
    waiting.clear();
    boolean wasLogComplete = isLogComplete;
    isLogComplete = false;
    try {
      write(all);
      isLogComplete = wasLogComplete;
      for (int from = 0; from < all.size(); from += RENDERED_AT_ONCE) {
        renderAside(all.subList(from, Math.min(from + RENDERED_AT_ONCE, all.size())));
      }
    } catch (RuntimeException e) {
      all.forEach(Waiting::lacksPdf);
      throw e;
    }
  }

  private void write(List<Waiting> all) {
    Map<EvidenceName, byte[]> files = new LinkedHashMap<>();
    all.forEach(one -> files.put(one.name(), one.file()));
    Set<EvidenceName> written = store.putAllIfAbsent(files);
    List<CertificateLog.Entry> added = new ArrayList<>();
    List<CertificateLog.Entry> there = new ArrayList<>();
    all.forEach(one -> (written.contains(one.name()) ? added : there).add(one.entry()));
    log.add(added);
    log.complete(there);
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

  private void renderAside(List<Waiting> some) {
    Runnable rendering =
        () -> {
          try {
            List<Boolean> beside = pdfs.areBeside(some.stream().map(Waiting::certificate).toList());
            for (int n = 0; n < some.size(); n++) {
              some.get(n).rendered().complete(beside.get(n));
            }
          } finally {
            some.forEach(Waiting::lacksPdf);
          }
        };
    if (aside == null) {
      rendering.run();
    } else {
      aside.make(rendering);
    }
  }

  /** Gives whether what is for people is beside it in the end. */
  private CompletableFuture<Boolean> write(Certificate certificate, EvidenceName name) {
    if (removed.contains(certificate.id())) {
      throw new CertificateConflict(certificate.id(), "or was, and its period is over");
    }
    byte[] file = DsseEnvelope.sign(Statement.of(certificate).bytes(), keys).bytes();
    genuine(certificate, file);
    CompletableFuture<Boolean> rendered = new CompletableFuture<>();
    waiting.put(name, new Waiting(certificate, file, rendered));
    if (aside == null || waiting.size() == AT_ONCE) {
      writeWaiting();
    }
    return rendered;
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
