package org.quietus.certificate;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.quietus.certificate.log.CertificateLog;
import org.quietus.certificate.log.CertificateLog.Entry;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.seal.JobKeys;
import org.quietus.certificate.seal.KeyEvent;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.certificate.seal.SuccessorKey;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * Puts a new key in the place of the one that signs certificates, or their log. What the earlier
 * one signed stays good: its public half stays in the evidence store, with a statement of both keys
 * that is in the log. A log of a new key begins with that statement, which is the last but for what
 * runs add that began before in the log of the earlier one. Whoever is killed meanwhile does it
 * again.
 */
public final class KeySuccession {
  private final EvidenceStore store;
  private final JobKeys keys;

  /** Nothing is read yet. */
  public KeySuccession(EvidenceStore store, JobKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  /**
   * What was done.
   *
   * @param retired where the earlier private key lies now; empty if a program has it
   */
  public record Succeeded(String from, String to, Path publicFile, Optional<Path> retired) {}

  /** Signs with the successor from now on, or finishes what was begun. */
  public Succeeded succeed(Use use, SuccessorKey successor, Instant now) {
    SigningKeys to = successor.keys();
    EvidenceName name = EvidenceName.keyEvent(to.keyId());
    Optional<byte[]> begun = store.read(name);
    Optional<KeyEvent> event = begun.flatMap(file -> KeyEvent.read(use, file, published(use)));
    String from = event.isPresent() ? event.get().from() : announce(use, to, name, now);
    Entry entry = Entry.of(name.stem(), store.read(name).orElseThrow());
    new CertificateLog(store, keys.of(Use.LOG)).complete(List.of(entry));
    if (use == Use.LOG) {
      new CertificateLog(store, to).begin(entry);
    }
    Optional<Path> retired = successor.takeOver(from);
    return new Succeeded(from, to.keyId(), successor.publicFile(), retired);
  }

  /** Returns the id of the key whose place is taken. */
  private String announce(Use use, SigningKeys to, EvidenceName name, Instant now) {
    SigningKeys from = keys.of(use);
    if (use == Use.CERTIFICATES) { // the last time that what it left out of the log comes there
      new CertificateWriter(store, from, keys.of(Use.LOG)).completeLog();
    }
    for (SigningKeys key : List.of(from, to)) {
      if (use == Use.LOG) {
        new CertificateLog(store, key).publishKey();
      } else {
        key.publish(store);
      }
    }
    store.putIfAbsent(name, KeyEvent.write(use, from, to, now));
    return from.keyId();
  }

  private PublicKeys published(Use use) {
    return use == Use.LOG ? LogKeys.publicKeys(LogKeys.in(store)) : PublicKeys.in(store);
  }
}
