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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Residuals;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
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
  private final FollowUp followUp;

  public BackupFollowUps(JobFile job, Control control, EvidenceAccess evidence) {
    this.job = job;
    this.control = control;
    this.followUp = new FollowUp(control, evidence.writer(), control.notices(job.job()));
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
    Map<String, Instant> last = control.reader().lastErased(job.job(), since);
    for (ErasureRequest request : new RecordedRequests(control.jdbc(), job.job()).all()) {
      Optional<Instant> erased = erased(request, last);
      boolean isGone =
          erased
              .filter(since::isBefore)
              .filter(at -> left.values().stream().anyMatch(oldestLeft -> isGone(oldestLeft, at)))
              .isPresent();
      if (isGone && !ofRun.contains(request.id())) {
        followUp
            .without(
                request.id(),
                copy ->
                    copy.place() == Residuals.Place.BACKUP
                        && copy.followUp()
                        && Optional.ofNullable(left.get(copy.of()))
                            .filter(oldestLeft -> isGone(oldestLeft, erased.get()))
                            .isPresent())
            .ifPresent(issued::add);
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
}
