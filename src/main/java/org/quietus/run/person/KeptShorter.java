package org.quietus.run.person;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.control.Control;
import org.quietus.control.Sites;
import org.quietus.job.Scope;
import org.quietus.ledger.Ledger;
import org.quietus.ledger.RunDatabases;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.RecordedRequests;
import org.quietus.target.Backups;
import org.quietus.target.KeptLook;
import org.quietus.target.PersonKeys;

/**
 * Has kept rows come due earlier than was known when a run left them: under another plan than that
 * run's, by which they stay for a shorter time or not at all, or because they have a date by now,
 * or another one.
 */
public final class KeptShorter {
  private static final LocalDate NOTHING_KEPT = LocalDate.MAX;

  private final JobFile job;
  private final Plan plan;
  private final Sites sites;
  private final ErasureRequests requests;
  private final Backups backups;
  private final CarriedOutPersons carried;

  public KeptShorter(
      JobFile job, Plan plan, Sites sites, ErasureRequests requests, Backups backups) {
    this.job = job;
    this.plan = plan;
    this.sites = sites;
    this.requests = requests;
    this.backups = backups;
    this.carried = new CarriedOutPersons(job, plan, sites, requests);
  }

  /**
   * Looks once for each plan and on each day; {@code fingerprint} is that of a run which is about
   * to begin. Rows that had no date are looked at each time, since they may have one by now.
   */
  public void note(String fingerprint, Instant asOf) {
    Control home = sites.home().control();
    Optional<Runs.Run> last = last(home);
    boolean changed = last.filter(run -> !run.fingerprint().equals(fingerprint)).isPresent();
    LocalDate today = day(asOf);
    boolean isNewDay = last.filter(run -> day(run.asOf()).isBefore(today)).isPresent();
    List<ErasureRequest> kept =
        new RecordedRequests(home.jdbc(), job.job())
            .keptUntil(changed || isNewDay ? today.plusDays(1) : ErasureRequest.UNDATED);
    for (ErasureRequest request :
        changed ? kept : new KeptDates(job, plan, sites, requests, today).earlier(kept)) {
      LocalDate known = request.keptUntil().orElseThrow();
      comesDue(request, today, known, changed)
          .filter(known::isAfter)
          .ifPresent(
              day ->
                  home.transaction()
                      .executeWithoutResult(status -> requests.dueBy(request.id(), day)));
    }
    if (changed) {
      home.transaction().executeWithoutResult(status -> backups.lookAtKept(today));
    }
  }

  private LocalDate day(Instant moment) {
    return moment.atZone(job.zone()).toLocalDate();
  }

  private static boolean isUndated(LocalDate day) {
    return day.equals(ErasureRequest.UNDATED);
  }

  /**
   * What is kept in copies alone, as nothing is in the database, is looked at where the copies are
   * read. Of whom another key sealed nobody can tell under a new plan: each run says so until that
   * is there again.
   */
  private Optional<LocalDate> comesDue(
      ErasureRequest request, LocalDate today, LocalDate known, boolean changed) {
    if (FrozenRows.areSealedOtherwise(request, requests)) {
      return Optional.of(today).filter(day -> changed);
    }
    List<Step> steps = steps(request).toList();
    List<LocalDate> days =
        steps.stream().flatMap(step -> comesDue(step, request, today, changed).stream()).toList();
    boolean copiesAlone =
        changed
            && days.size() == steps.size()
            && days.stream().allMatch(NOTHING_KEPT::equals)
            && steps.stream().anyMatch(step -> backups.areRewritten(step.database()));
    return copiesAlone && !isUndated(known)
        ? Optional.of(today)
        : days.stream().min(LocalDate::compareTo);
  }

  /** The last run that looked in every database of the job whether kept rows are due. */
  private Optional<Runs.Run> last(Control home) {
    List<Runs.Ended> all = home.runs().history(job.job());
    Collections.reverse(all);
    return all.stream()
        .filter(run -> Scope.of(run.scope()).contains(Scope.ERASURE))
        .filter(run -> home.databases().of(run.id()).stream().allMatch(RunDatabases.Part::reached))
        .findFirst()
        .flatMap(run -> home.runs().find(run.id()));
  }

  private Stream<Step> steps(ErasureRequest request) {
    return job.subject(request.subject()).isPresent()
        ? plan.stepsOf(request.subject()).stream()
        : Stream.empty();
  }

  /** The tables of which the last run that worked for a request left rows of the person's. */
  private Predicate<TableName> kept(Step step, ErasureRequest request) {
    Ledger ledger = sites.ledger(sites.of(step));
    return table -> ledger.hasKeptFor("", request.id(), table);
  }

  /** When rows in the database come due; empty if nobody can tell. */
  private Optional<LocalDate> comesDue(
      Step step, ErasureRequest request, LocalDate today, boolean changed) {
    SubjectType subject = job.subject(request.subject()).orElseThrow();
    return requests
        .remembered(request.id())
        .filter(known -> known.rows().isPresent())
        .flatMap(
            known -> {
              PersonKeys frozen = new FrozenRows(step).of(request, known).actedOn(true);
              PersonKeys keys = frozen.after(carried.of(request, frozen.rows().size()));
              return keys.rows().isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      sites
                          .of(step)
                          .target()
                          .persons(step, subject)
                          .comesDue(keys, kept(step, request), look(step, request, today, changed))
                          .orElse(NOTHING_KEPT));
            });
  }

  /** At rows of the tables alone in which some were kept. */
  private KeptLook look(Step step, ErasureRequest request, LocalDate today, boolean changed) {
    return KeptLook.at(today, sites.ledger(sites.of(step)).tablesKeptFor(request.id()), changed);
  }
}
