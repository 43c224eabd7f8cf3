package org.quietus.run;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.quietus.control.KnownDatabases;
import org.quietus.control.MirrorGuard;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.job.CannotRun;
import org.quietus.job.Scope;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.policy.WindDown;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.run.person.FrozenRows;

/** Refuses, before the first change, to begin or to resume what could not be finished. */
final class StartChecks {
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final OpenJob open;
  private final JobFile job;
  private final ErasureRequests requests;

  StartChecks(OpenJob open, ErasureRequests requests) {
    this.open = open;
    this.job = open.job();
    this.requests = requests;
  }

  /**
   * Refuses a clock that went back: what is due would be worked out for a day that is over. Clocks
   * of several machines never agree to the second.
   */
  void requireClock(Instant asOf) {
    Optional<Instant> last =
        Stream.of(requests.lastEvent(), open.control().runs().lastMoment(job.job()))
            .flatMap(Optional::stream)
            .max(Instant::compareTo);
    if (last.filter(asOf.plus(SKEW)::isBefore).isPresent()) {
      throw new CannotRun(
          CannotRun.REFUSED,
          "the clock says "
              + asOf
              + ", but something was recorded of job '"
              + job.job()
              + "' at "
              + last.get()
              + "; set the clock right, nothing was touched");
    }
  }

  /**
   * Refuses to seek persons in another database than the one that their rows were found in: the
   * same keys are somebody else's there.
   */
  void requireUnmoved(Plan plan, Instant asOf) {
    if (!open.sites().areSeveral()) {
      return;
    }
    KnownDatabases known = new KnownDatabases(job, open.sites());
    for (ErasureRequest request : requests.due(asOf, job.zone())) {
      List<Step> steps =
          request.resolvedAt().isPresent() && !FrozenRows.areUnknown(request, requests)
              ? plan.stepsOf(request.subject())
              : List.of();
      for (Step step : steps) {
        Site site = open.sites().of(step);
        FrozenRows.databases(requests.person(request.id()), job.home()).stream()
            .filter(found -> known.isOther(found, site))
            .findFirst()
            .ifPresent(found -> refuseMoved(request, found, site));
      }
    }
  }

  private void refuseMoved(ErasureRequest request, String found, Site site) {
    throw new CannotRun(
        CannotRun.REFUSED,
        "the rows of the person of request %s were found in database '%s', and %s has subject '%s' in '%s' now, where the same keys may be somebody else's; have it in '%2$s' until the request is done, or give the one in '%5$s' another name"
            .formatted(
                request.id(), found, job.text().file(), request.filing().kind(), site.name()));
  }

  /** Refuses two names of one database: rules under both would count its rows twice. */
  void requireDistinct() {
    open.sites()
        .twins()
        .ifPresent(
            twins -> {
              throw new CannotRun(
                  CannotRun.REFUSED,
                  "databases '"
                      + String.join("' and '", twins)
                      + "' are the same, or one is a copy of the other: write all rules under one"
                      + " name, or give the copy an identity of its own: UPDATE quietus.place SET"
                      + " name = '"
                      + UUID.randomUUID()
                      + "'");
            });
  }

  /** Refuses another home than before, which would know of no run, approval or request. */
  static void requireHome(JobFile job, Sites sites) {
    sites
        .formerHome(job.job())
        .ifPresent(
            former -> {
              throw new CannotRun(
                  CannotRun.REFUSED,
                  "database '"
                      + former
                      + "' keeps the runs of job '"
                      + job.job()
                      + "', and 'evidence' of "
                      + job.text().file()
                      + " names another one; write 'control: "
                      + former
                      + "' there, or give the job another name");
            });
  }

  /** Refuses a database that was restored and not replayed since. */
  static void requireLevel(OpenJob open) {
    if (isUsed(open)) {
      requireHome(open.job(), open.sites());
      guard(open).requireLevel(open.control().evidence().store());
      new RestoredElsewhere(open.job(), open.onOwn().sites()).require();
    }
  }

  /** The same, but for a replay that is unfinished and has caught up with the evidence store. */
  static void requireCaughtUp(OpenJob open) {
    if (isUsed(open) && guard(open).isReplayOpen()) {
      requireHome(open.job(), open.sites());
      guard(open).requireCaughtUp(open.control().evidence().store());
    } else {
      requireLevel(open);
    }
  }

  private static MirrorGuard guard(OpenJob open) {
    return new MirrorGuard(open.job(), open.control());
  }

  /** A job that has not done anything yet has none; looking at it makes no directory. */
  private static boolean isUsed(OpenJob open) {
    return open.control().schema().exists() || open.control().evidence().isThere();
  }

  /** Refuses to close a service of which nobody was told, or before its time is over. */
  void requireWoundDown(Instant asOf) {
    WindDown windDown =
        job.windDown()
            .orElseThrow(
                () ->
                    new CannotRun(
                        CannotRun.REFUSED,
                        job.text().file()
                            + " does not say that the service is closed; tell everybody, then add"
                            + " e.g. 'wind-down: { notice: 2026-05-01, after: P60D }'"));
    LocalDate today = asOf.atZone(job.zone()).toLocalDate();
    if (today.isBefore(windDown.from())) {
      throw new CannotRun(
          CannotRun.REFUSED,
          "the service was announced to close on "
              + windDown.notice()
              + ", and data goes from "
              + windDown.from()
              + " on; nothing was touched");
    }
  }

  /** Refuses backups that cannot be worked on, and recipients that could not be told. */
  void requireReachable(Set<Scope> only) {
    if (only.contains(Scope.BACKUPS)) {
      requireNone(open.backups().objections(job.text()));
    }
    if (only.contains(Scope.ERASURE)) {
      requireNone(open.recipientObjections());
    }
  }

  private static void requireNone(List<Problem> objections) {
    if (!objections.isEmpty()) {
      throw new InvalidInput(objections);
    }
  }

  /** Refuses to go on with a run whose job file or schema is not the one that it began with. */
  void requireUnchanged(Runs.Run run, String fingerprint) {
    boolean sameText = run.jobDigest().equals(job.text().digest());
    if (!sameText || !run.fingerprint().equals(fingerprint)) {
      throw new CannotRun(
          CannotRun.WAITS,
          (sameText ? "the schema" : "the job file")
              + " has changed under the unfinished run "
              + run.id()
              + "; put it back, or abandon the run: quietus abandon "
              + job.text().file()
              + " "
              + run.id());
    }
  }
}
