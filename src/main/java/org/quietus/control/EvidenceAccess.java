package org.quietus.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Rendering;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.certificate.seal.JobKeys;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.certificate.stamp.StampAuthority;
import org.quietus.certificate.stamp.StampClient;
import org.quietus.certificate.stamp.StampRefused;
import org.quietus.certificate.stamp.Stamping;
import org.quietus.evidence.EvidenceConflict;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.JobFileArchive;
import org.quietus.job.CannotRun;
import org.quietus.job.EvidenceHome;
import org.quietus.policy.EvidenceSettings;
import org.quietus.policy.JobFile;
import org.quietus.recipient.Envelopes;
import org.quietus.recipient.RecipientKey;
import org.quietus.report.pdf.CertificatePdf;
import org.quietus.request.SealingKey;
import org.quietus.request.mirror.Mirror;
import org.quietus.subject.TokenKeys;

/**
 * A job's keys and evidence store, found usable before anything is begun.
 *
 * @param officer the key of the data protection officer, to which receipts are sealed
 */
public record EvidenceAccess(
    SealingKey sealing,
    TokenKeys tokens,
    EvidenceStore store,
    CertificateWriter writer,
    Envelopes envelopes,
    Optional<PublicKey> officer) {
  private static final Duration STAMP_PATIENCE = Duration.ofSeconds(20);

  /**
   * Loads the keys and opens the store; nothing is written.
   *
   * @throws KeyRefused if a key is missing or readable by others
   */
  public static EvidenceAccess of(JobFile job, EvidenceHome home) {
    JobKeys keys = EvidenceHome.keys(job.evidence());
    SigningKeys signing = keys.of(Use.CERTIFICATES);
    SigningKeys logging = keys.of(Use.LOG);
    SealingKey sealing = sealingKey(job);
    EvidenceStore store = writable(home);
    TokenKeys tokens = new TokenKeys(job.evidence().keys());
    return new EvidenceAccess(
        sealing,
        tokens,
        store,
        new CertificateWriter(store, signing, logging, rendering(job)),
        payload -> DsseEnvelope.sign(Envelopes.TYPE, payload, signing).bytes(),
        job.evidence().officerKey().map(EvidenceAccess::officer));
  }

  private static PublicKey officer(Path file) {
    try {
      return RecipientKey.read(file);
    } catch (IOException e) {
      throw new KeyRefused(
          "the key of the data protection officer cannot be used: "
              + (Files.isReadable(file)
                  ? "it is not a public key of X25519 or EC P-256"
                  : "no such file, or nobody may read it")
              + "; make one with e.g. 'openssl genpkey -algorithm X25519', and name the file of its"
              + " public half, PEM, under 'evidence: dpo-key'");
    }
  }

  /** The fonts are loaded when the first certificate is there to be shown. */
  private static Optional<Rendering> rendering(JobFile job) {
    return job.evidence()
        .pdf()
        .map(language -> certificate -> CertificatePdf.render(certificate, language));
  }

  /** Archives the job file's text, which certificates name by its digest. */
  public EvidenceAccess archiving(JobFile job) {
    new JobFileArchive(store).keep(job.text().text());
    return this;
  }

  /** The evidence store, shown to be writable before anything is changed that it has to know of. */
  public static EvidenceStore writable(EvidenceHome home) {
    EvidenceStore store = home.store();
    store.requireWritable();
    return store;
  }

  /**
   * Copies to the evidence store what was committed.
   *
   * @throws CannotRun with {@link CannotRun#FAILED} if it cannot be written by now, for what was
   *     done is done
   */
  public static void copy(Mirror mirror) {
    try {
      mirror.copy();
    } catch (UncheckedIOException e) {
      throw new CannotRun(
          CannotRun.FAILED,
          "it took effect, but "
              + e.getMessage()
              + "; the next command copies it, once the evidence store can be written");
    }
  }

  /** Has the log time-stamped where the job asks for it; why not, if that cannot be done now. */
  public Optional<String> stampProblem(EvidenceSettings settings) {
    try {
      settings
          .timestamp()
          .ifPresent(
              asked -> {
                Stamping stamping =
                    new Stamping(
                        store,
                        new StampClient(asked.url(), STAMP_PATIENCE),
                        StampAuthority.load(asked.certificate()));
                writer.published().ifPresent(stamping::stamp);
              });
      return Optional.empty();
    } catch (StampRefused | UncheckedIOException | EvidenceConflict e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  public static SealingKey sealingKey(JobFile job) {
    try {
      return SealingKey.load(job.evidence().keys());
    } catch (IOException e) {
      throw new KeyRefused(
          "the key that seals requests cannot be used: "
              + e.getMessage()
              + (Use.CERTIFICATES.existsIn(job.evidence().keys())
                  ? "; restore it from a copy: what it has sealed cannot be read without it"
                  : "; make one with 'quietus key generate'"));
    }
  }
}
