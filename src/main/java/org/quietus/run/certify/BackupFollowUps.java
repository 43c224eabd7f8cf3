package org.quietus.run.certify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateReader;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Counts;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.Verdict;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.evidence.EvidenceStore;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;

/**
 * The certificates that are issued when backups which waited to be replaced, or were put beyond
 * use, are seen gone: what the one before attests, without them.
 */
public final class BackupFollowUps {
  private final JobFile job;
  private final Control control;
  private final EvidenceStore store;
  private final CertificateWriter writer;

  public BackupFollowUps(JobFile job, Control control, EvidenceAccess evidence) {
    this.job = job;
    this.control = control;
    this.store = evidence.store();
    this.writer = evidence.writer();
  }

  /**
   * Issues them, but for requests that a run certifies itself.
   *
   * @param oldest of a set by name, when the oldest object was made that is still there; empty if
   *     there is none
   */
  public List<CertificateWriter.Issued> issue(
      Set<String> ofRun, Function<String, Optional<Instant>> oldest) {
    Set<String> waiting =
        job.backups().values().stream()
            .filter(set -> set.onErasure().waiting().isPresent())
            .map(BackupSettings::name)
            .collect(Collectors.toSet());
    List<CertificateWriter.Issued> issued = new ArrayList<>();
    if (waiting.isEmpty()) {
      return issued;
    }
    for (ErasureRequest request : ErasureRequests.readOnly(control.jdbc(), job.job()).all()) {
      if (request.resolvedAt().isPresent() && !ofRun.contains(request.id())) {
        latest(Occasion.request(request.id()))
            .flatMap(
                before ->
                    next(
                        before,
                        copy ->
                            copy.place() == Residuals.Place.BACKUP
                                && waiting.contains(copy.of())
                                && copy.followUp()
                                && isGone(oldest.apply(copy.of()), request.resolvedAt().get())))
            .ifPresent(next -> issued.add(writer.issue(next)));
      }
    }
    return issued;
  }

  private static boolean isGone(Optional<Instant> oldest, Instant erasedAt) {
    return oldest.isEmpty() || oldest.get().isAfter(erasedAt);
  }

  private Optional<Certificate> next(Certificate before, Predicate<Residuals.Copy> gone) {
    List<Residuals.Copy> left =
        before.residuals().copies().stream().filter(copy -> !gone.test(copy)).toList();
    if (left.size() == before.residuals().copies().size()) {
      return Optional.empty();
    }
    List<Outcome> also = new ArrayList<>(before.result().others());
    also.add(before.outcome());
    also.remove(Outcome.COMPLETE_WITH_RESIDUALS);
    return Optional.of(
        Certificate.of(
            before.identity().next(CertificateType.FOLLOW_UP, control.clock().instant()),
            before.authority(),
            before.clock(),
            before.subject(),
            left.isEmpty()
                ? before.targets().stream().map(BackupFollowUps::forGood).toList()
                : before.targets(),
            before.verification(),
            Residuals.of(left),
            before.notRemoved(),
            before.recipients(),
            Set.copyOf(also)));
  }

  /** With no original left, what was masked is anonymous. */
  private static TargetRecord forGood(TargetRecord target) {
    Counts counts = target.counts();
    return new TargetRecord(
        target.name(),
        target.categories(),
        target.rules(),
        target.method(),
        new Counts(
            counts.matched(),
            counts.deleted(),
            counts.anonymised() + counts.masked(),
            0,
            counts.kept(),
            counts.restricted(),
            counts.held(),
            counts.gone(),
            counts.ambiguous(),
            counts.failed()),
        target.first(),
        target.last(),
        target.chunks(),
        target.merkleRoot(),
        target.tool());
  }

  /** The genuine one with the highest number. */
  private Optional<Certificate> latest(Occasion occasion) {
    CertificateReader reader = new CertificateReader(store, PublicKeys.in(store));
    Optional<Certificate> latest = Optional.empty();
    for (int n = 1; ; n++) {
      Optional<CertificateReader.Stored> found = reader.find(occasion.certificateId(n));
      if (found.isEmpty()) {
        return latest;
      }
      latest =
          found
              .map(CertificateReader.Stored::verdict)
              .filter(Verdict.Good.class::isInstance)
              .map(good -> ((Verdict.Good) good).certificate());
    }
  }
}
