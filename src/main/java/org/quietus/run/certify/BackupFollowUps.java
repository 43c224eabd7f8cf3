package org.quietus.run.certify;

import java.time.Instant;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.evidence.EvidenceStore;
import org.quietus.ledger.LedgerReader;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.OnErasure;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RecordedRequests;
import org.quietus.target.CopyTime;

/**
 * The certificates that are issued when backups which waited to be replaced or to expire, or were
 * put beyond use, are seen gone: what the one before attests, without them.
 */
public final class BackupFollowUps {
  /** A lock of the store, or a run that is late, keeps objects for longer than their period. */
  private static final Period SLACK = Period.ofYears(1);

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
            .filter(set -> set.onErasure() != OnErasure.REWRITE)
            .map(BackupSettings::name)
            .collect(Collectors.toSet());
    Instant since = earliest(waiting);
    List<CertificateWriter.Issued> issued = new ArrayList<>();
    if (waiting.isEmpty()) {
      return issued;
    }
    Map<String, Optional<Instant>> left =
        waiting.stream().collect(Collectors.toMap(set -> set, oldest));
    Map<String, Instant> last = new LedgerReader(control.jdbc()).lastErased(job.job(), since);
    for (ErasureRequest request : new RecordedRequests(control.jdbc(), job.job()).all()) {
      Optional<Instant> erased = erased(request, last);
      boolean isGone =
          erased
              .filter(since::isBefore)
              .filter(at -> left.values().stream().anyMatch(oldestLeft -> isGone(oldestLeft, at)))
              .isPresent();
      if (isGone && !ofRun.contains(request.id())) {
        next(
                Occasion.request(request.id()),
                copy ->
                    copy.place() == Residuals.Place.BACKUP
                        && copy.followUp()
                        && Optional.ofNullable(left.get(copy.of()))
                            .filter(oldestLeft -> isGone(oldestLeft, erased.get()))
                            .isPresent())
            .ifPresent(next -> issued.add(writer.issue(next)));
      }
    }
    return issued;
  }

  /**
   * When something of the person went last: what was loaded late, or a law had kept, goes later.
   */
  private static Optional<Instant> erased(ErasureRequest request, Map<String, Instant> last) {
    return Stream.concat(request.resolvedAt().stream(), Stream.ofNullable(last.get(request.id())))
        .max(Instant::compareTo);
  }

  /** Of whom an original cannot be there any more, the certificates need not be read again. */
  private Instant earliest(Set<String> waiting) {
    ZonedDateTime now = control.clock().instant().atZone(job.zone());
    return waiting.stream()
        .map(name -> Objects.requireNonNull(job.backups().get(name)).keep())
        .map(keep -> now.minus(keep).minus(keep).minus(SLACK).toInstant())
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  private static boolean isGone(Optional<Instant> oldest, Instant erasedAt) {
    return oldest.filter(created -> CopyTime.mayHold(created, erasedAt)).isEmpty();
  }

  private Optional<Certificate> next(Occasion occasion, Predicate<Residuals.Copy> gone) {
    Optional<Certificate> latest =
        CertificateChain.latest(occasion, store)
            .filter(one -> one.residuals().copies().stream().anyMatch(gone));
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    Certificate before = latest.get();
    CertificateChain chain = CertificateChain.of(occasion, store);
    List<Residuals.Copy> left =
        before.residuals().copies().stream().filter(copy -> !gone.test(copy)).toList();
    List<Outcome> also = new ArrayList<>(before.result().others());
    also.add(before.outcome());
    also.remove(Outcome.COMPLETE_WITH_RESIDUALS);
    return Optional.of(
        Certificate.of(
            before.identity().next(CertificateType.FOLLOW_UP, control.clock().instant()),
            before.authority(),
            before.clock(),
            before.subject(),
            left.isEmpty() ? chain.targetsForGood() : before.targets(),
            before.verification(),
            Residuals.of(left),
            before.notRemoved(),
            before.recipients(),
            Set.copyOf(also)));
  }
}
