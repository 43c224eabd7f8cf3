package org.quietus.report.portal;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.certificate.Authority;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Counts;
import org.quietus.certificate.Identity;
import org.quietus.certificate.LegalClock;
import org.quietus.certificate.Method;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.SubjectCommitment;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.Tool;
import org.quietus.certificate.Verification;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

/** An evidence store in a folder, and certificates put into it for what a test is about. */
public final class PortalStore {
  /** Names that would break out of a page that does not escape them. */
  public static final String HOSTILE =
      "</script><script>alert(1)</script>\"'><img src=x onerror=y> &amp; مرحبا 🗑 {0}";

  private static final Tool TOOL = new Tool("0.1.0", Optional.empty());

  private final Path folder;
  private final EvidenceStore store;
  private final CertificateWriter writer;
  private String controller = "Beispiel GmbH & Söhne 示例";
  private String rule = "old-visits";
  private String table = "shop.visit";

  /** An empty one below a folder. */
  public PortalStore(Path folder) {
    this(
        folder.resolve("evidence"),
        SigningKeys.generate(folder.resolve("keys"), Use.CERTIFICATES),
        SigningKeys.generate(folder.resolve("keys"), Use.LOG));
  }

  private PortalStore(Path folder, SigningKeys keys, SigningKeys logKeys) {
    this.folder = folder;
    this.store = EvidenceStores.at(folder);
    this.writer = new CertificateWriter(store, keys, logKeys);
  }

  /** The same with the keys that sign by now. */
  public PortalStore again() {
    Path there = folder.resolveSibling("keys");
    return new PortalStore(
        folder, SigningKeys.load(there, Use.CERTIFICATES), SigningKeys.load(there, Use.LOG));
  }

  /** What comes next is said with hostile names. */
  public PortalStore withHostileNames() {
    controller = HOSTILE;
    rule = HOSTILE;
    table = HOSTILE;
    return this;
  }

  public EvidenceStore store() {
    return store;
  }

  public Path folder() {
    return folder;
  }

  /** The file of a certificate. */
  public Path certificate(String id) {
    return folder.resolve("certificates").resolve(id + ".json");
  }

  /** A run that deleted so many records of a category. */
  public PortalStore run(String id, LocalDate day, String category, long deleted) {
    return run(id, day, category, deleted, NotRemoved.NOTHING, List.of());
  }

  /** A run that also left something. */
  public PortalStore run(
      String id,
      LocalDate day,
      String category,
      long deleted,
      NotRemoved left,
      List<Residuals.Copy> copies) {
    long held = left.holds().isEmpty() ? 0 : 2;
    Counts counts = new Counts(deleted + held, deleted, 0, 0, 0, 0, held, 0, 0, 0);
    Instant at = day.atTime(2, 0).toInstant(ZoneOffset.UTC);
    List<TargetRecord> targets = List.of(target(category, counts, at));
    write(
        Certificate.of(
            Identity.first(CertificateType.RETENTION_RUN, Occasion.run(id), at.plusSeconds(9)),
            authority(Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            targets,
            Optional.of(verification(targets, at)),
            Residuals.of(copies),
            left,
            List.of(),
            Set.of()));
    return this;
  }

  /** A hold on records of the table that runs are about. */
  public NotRemoved hold(String reference, LocalDate review) {
    return new NotRemoved(
        List.of(),
        List.of(new NotRemoved.Hold(table, reference, "litigation", review, List.of())),
        List.of());
  }

  /** A request that was completed on a day, or not yet. */
  public PortalStore request(
      String id, LocalDate due, Optional<LocalDate> completed, List<Residuals.Copy> copies) {
    write(request(id, due, completed, copies, 1));
    return this;
  }

  /** The certificate that follows when the copies are gone. */
  public PortalStore followUp(String id, LocalDate due, Optional<LocalDate> completed) {
    write(request(id, due, completed, List.of(), 2));
    return this;
  }

  private Certificate request(
      String id,
      LocalDate due,
      Optional<LocalDate> completed,
      List<Residuals.Copy> copies,
      int sequence) {
    LocalDate received = due.minusMonths(1);
    Instant at =
        received.plusDays(3L + 40L * (sequence - 1)).atTime(3, 0).toInstant(ZoneOffset.UTC);
    List<TargetRecord> targets =
        List.of(target("contact", new Counts(1, 1, 0, 0, 0, 0, 0, 0, 0, 0), at));
    Identity first =
        Identity.first(CertificateType.ERASURE_REQUEST, Occasion.request(id), at.plusSeconds(9));
    return Certificate.of(
        sequence == 1 ? first : first.next(CertificateType.FOLLOW_UP, at.plusSeconds(9)),
        authority(Optional.of("consent-withdrawn")),
        Optional.of(
            new LegalClock(
                received, Optional.of(received), Optional.of(due), Optional.empty(), completed)),
        Optional.of(
            SubjectCommitment.of(
                new byte[SubjectCommitment.NONCE_BYTES],
                List.of(new SubjectCommitment.Identifier("email", "anna@example.org")))),
        targets,
        Optional.of(verification(targets, at)),
        Residuals.of(copies),
        NotRemoved.NOTHING,
        List.of(new Recipient("push vendor", Recipient.State.TOLD)),
        Set.of());
  }

  /** A copy in a backup that lapses on a day. */
  public static Residuals.Copy backup(LocalDate lapses, boolean followUp) {
    return new Residuals.Copy(
        Residuals.Place.BACKUP, "nightly", "locked", Optional.of(lapses), followUp);
  }

  private void write(Certificate certificate) {
    writer.issue(certificate);
  }

  private TargetRecord target(String category, Counts counts, Instant at) {
    boolean changed = counts.deleted() > 0;
    return new TargetRecord(
        table,
        category.isEmpty() ? List.of() : List.of(category),
        List.of(rule),
        Method.delete(),
        counts,
        Optional.of(at).filter(any -> changed),
        Optional.of(at.plusSeconds(4)).filter(any -> changed),
        changed ? 2 : 0,
        Digest.of("root" + at),
        TOOL);
  }

  private Authority authority(Optional<String> ground) {
    return new Authority(
        controller,
        "shop",
        Optional.empty(),
        ZoneId.of("UTC"),
        Digest.of("quietus: 1\n"),
        List.of(
            new Authority.AppliedRule(
                rule,
                Optional.of(Period.ofMonths(6)),
                Optional.of("visited_at"),
                Optional.empty())),
        Optional.empty(),
        ground,
        ground.map(any -> "data-subject"),
        ground.map(any -> "data-protection-officer"));
  }

  private static Verification verification(List<TargetRecord> targets, Instant at) {
    return new Verification(
        at.plusSeconds(8),
        "count-due-rows",
        Verification.Connection.SEPARATE_READ_ONLY,
        targets.stream()
            .map(
                t -> new Verification.Check(t.name(), Digest.of("SELECT"), 0, 0, t.counts().held()))
            .toList());
  }
}
