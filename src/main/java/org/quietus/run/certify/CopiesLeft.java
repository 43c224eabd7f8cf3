package org.quietus.run.certify;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Residuals;
import org.quietus.control.Control;
import org.quietus.ledger.Runs;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RequestEvent;
import org.quietus.request.RequestHistory;
import org.quietus.target.Target;

/** Where copies are left of what was removed: backups, binary logs, triggers, writes in flight. */
final class CopiesLeft {
  private final JobFile job;
  private final Target target;
  private final Control control;
  private final BackupResiduals backups;

  CopiesLeft(JobFile job, Target target, Control control, BackupResiduals backups) {
    this.job = job;
    this.target = target;
    this.control = control;
    this.backups = backups;
  }

  /** All of them, those that the certificate is given included. */
  List<Residuals.Copy> of(Runs.Run run, CertificateFacts facts) {
    LedgerView view = facts.view();
    List<Residuals.Copy> copies =
        new ArrayList<>(
            switch (facts.searched()) {
              case FOR -> backups.of(run, view);
              case SPARED -> backups.ofSpared();
              case UNKNOWN -> backups.ofUnknown(run, view);
            });
    Map<String, Instant> changed = changed(facts);
    binaryLog(view, changed).ifPresent(copies::add);
    copies.addAll(
        TriggerResiduals.of(
            job, view, isOfRequest(facts) ? changed.keySet() : view.changedTables()));
    copies.addAll(facts.more());
    return copies;
  }

  private static boolean isOfRequest(CertificateFacts facts) {
    return facts.occasion().kind() == Occasion.Kind.REQUEST;
  }

  /** When whichever run last changed rows for the request, by table; of a run nothing is added. */
  private Map<String, Instant> changed(CertificateFacts facts) {
    return isOfRequest(facts) ? control.reader().changedFor(facts.occasion().id()) : Map.of();
  }

  /** It has what this run changed, and what runs before changed until the server forgets it. */
  private Optional<Residuals.Copy> binaryLog(LedgerView view, Map<String, Instant> changed) {
    Instant now = control.clock().instant();
    return Stream.concat(
            view.changedIn(target.name()) > 0 ? Stream.of(now) : Stream.empty(),
            changed.entrySet().stream()
                .filter(table -> table.getKey().startsWith(target.name() + "."))
                .map(Map.Entry::getValue))
        .max(Instant::compareTo)
        .flatMap(
            last -> target.beforeImages().map(images -> images.expiry().map(e -> lastDay(last, e))))
        .filter(until -> until.filter(day(now)::isAfter).isEmpty())
        .map(
            until ->
                new Residuals.Copy(
                    Residuals.Place.BINARY_LOG, target.name(), "access-controlled", until, false));
  }

  /**
   * A day more than the period, because a file lives that long after it was closed, not after our
   * last commit.
   */
  private LocalDate lastDay(Instant changed, Duration expiry) {
    return day(changed.plus(expiry)).plusDays(1);
  }

  private LocalDate day(Instant at) {
    return at.atZone(job.zone()).toLocalDate();
  }

  /** Rows that were given up, since nothing leads to them any more. */
  Optional<Residuals.Copy> unmatched(
      ErasureRequest request, List<RequestEvent> events, LedgerView view) {
    return RequestHistory.isAccepted(events)
        ? job.subject(request.subject())
            .map(
                subject ->
                    new Residuals.Copy(
                        Residuals.Place.DATABASE,
                        view.place(subject.records().toString()),
                        "unmatched-accepted",
                        Optional.empty(),
                        false))
        : Optional.empty();
  }

  /** What was on its way when the rows went, e.g. a dump being written, until all is read again. */
  Residuals.Copy inFlight(Instant settles) {
    return new Residuals.Copy(
        Residuals.Place.IN_FLIGHT, target.name(), "settling", Optional.of(day(settles)), true);
  }
}
