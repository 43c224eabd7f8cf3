package org.quietus.run.certify;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.RetentionBypass;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.ledger.Runs;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RequestEvent;
import org.quietus.request.RequestHistory;

/** Where copies are left of what was removed: backups, binary logs, triggers, writes in flight. */
public final class CopiesLeft {
  /** A database that a run left out, and whose rows are as they were. */
  public static final String NOT_REACHED = "not-reached";

  /** A database that a run may have worked on, and whose ledger could not be read. */
  private static final String NOT_READ = "not-read";

  private final JobFile job;
  private final Sites sites;
  private final Control control;
  private final BackupResiduals backups;
  private final BinaryLogsOfSites logs;
  private final RemnantResiduals remnants;

  CopiesLeft(JobFile job, Sites sites, BackupResiduals backups, BinaryLogsOfSites logs) {
    this.job = job;
    this.sites = sites;
    this.control = sites.home().control();
    this.backups = backups;
    this.logs = logs;
    this.remnants = new RemnantResiduals(sites);
  }

  /** All of them, those that the certificate is given included. */
  List<Residuals.Copy> of(Runs.Run run, CertificateFacts facts) {
    LedgerView view = facts.view();
    boolean filed = facts.about().flatMap(AboutRequest::purpose).isEmpty();
    String database = facts.database().orElse(job.home());
    List<Residuals.Copy> copies =
        new ArrayList<>(
            switch (facts.searched()) {
              case FOR -> backups.of(run, view, facts.database(), filed);
              case SPARED -> backups.ofSpared(database, filed);
              case UNKNOWN -> backups.ofUnknown(run, view, database, filed);
            });
    Map<String, Instant> changed = changed(facts);
    sites.all().forEach(site -> binaryLog(run, facts, changed, site).ifPresent(copies::add));
    Set<String> tables = isOfRequest(facts) ? changed.keySet() : view.changedTables();
    copies.addAll(TriggerResiduals.of(job, view, tables));
    copies.addAll(remnants.of(view, tables));
    copies.addAll(facts.more());
    return copies;
  }

  /** Which retentions of stores were bypassed: for a request, to remove what held its rows. */
  Optional<RetentionBypass> bypass(Runs.Run run, CertificateFacts facts) {
    return backups.bypass(
        run, isOfRequest(facts) ? Optional.of(facts.occasion().id()) : Optional.empty());
  }

  private static boolean isOfRequest(CertificateFacts facts) {
    return facts.occasion().kind() == Occasion.Kind.REQUEST;
  }

  /** When whichever run last changed rows for the request, by table; of a run nothing is added. */
  private Map<String, Instant> changed(CertificateFacts facts) {
    return isOfRequest(facts) ? control.reader().changedFor(facts.occasion().id()) : Map.of();
  }

  /** It has what this run changed, and for a request what others did, until it is seen gone. */
  private Optional<Residuals.Copy> binaryLog(
      Runs.Run run, CertificateFacts facts, Map<String, Instant> changed, Site site) {
    Instant now = control.clock().instant();
    boolean nowChanged = facts.view().changedIn(site.name()) > 0;
    Set<String> runs = new HashSet<>(nowChanged ? Set.of(run.id()) : Set.of());
    List<Instant> before = changedIn(site, changed);
    if (isOfRequest(facts) && (site == sites.home() || !before.isEmpty())) {
      logs.of(site).ifPresent(log -> runs.addAll(log.runsFor(facts.occasion().id())));
    }
    Instant last =
        Stream.concat(nowChanged ? Stream.of(now) : Stream.empty(), before.stream())
            .max(Instant::compareTo)
            .orElse(now);
    return logs.of(site)
        .flatMap(log -> log.left(runs))
        .map(
            left ->
                new Residuals.Copy(
                    Residuals.Place.BINARY_LOG,
                    site.name(),
                    left.sight().code(),
                    left.expiry()
                        .map(expiry -> lastDay(last, expiry))
                        .filter(day -> !day.isBefore(day(now))),
                    left.sight() == BinaryLogs.Sight.ACCESS_CONTROLLED && isOfRequest(facts)));
  }

  /** When rows of a database were changed, of all moments by table; home has copies of them too. */
  private List<Instant> changedIn(Site site, Map<String, Instant> changed) {
    return changed.entrySet().stream()
        .filter(
            table ->
                sites.others().stream()
                    .filter(other -> table.getKey().startsWith(other.name() + "."))
                    .findFirst()
                    .map(other -> other == site)
                    .orElse(site == sites.home()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * A forecast, and no more: a day more than the period, because a file lives that long after it
   * was closed, not after our last commit.
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

  /** A database that a run left out, since it was down. */
  static Residuals.Copy notReached(String database) {
    return ofDatabase(database, NOT_REACHED);
  }

  /** A database of which nobody can read what a run that was given up had done there. */
  static Residuals.Copy notRead(String database) {
    return ofDatabase(database, NOT_READ);
  }

  private static Residuals.Copy ofDatabase(String database, String protection) {
    return new Residuals.Copy(
        Residuals.Place.DATABASE, database, protection, Optional.empty(), false);
  }

  /** What was on its way when the rows went, e.g. a dump being written, until all is read again. */
  Residuals.Copy inFlight(String database, Instant settles) {
    return new Residuals.Copy(
        Residuals.Place.IN_FLIGHT, database, "settling", Optional.of(day(settles)), true);
  }
}
