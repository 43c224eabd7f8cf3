package org.quietus.run;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.control.Control;
import org.quietus.control.ErasedSince;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.MirrorGuard;
import org.quietus.control.OwnedDatabases;
import org.quietus.control.Replays;
import org.quietus.control.Sites;
import org.quietus.job.Accepted;
import org.quietus.job.CannotRun;
import org.quietus.job.ReplayOptions;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.ledger.RunDatabases;
import org.quietus.plan.Plan;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequests;
import org.quietus.request.mirror.Mirror;
import org.quietus.run.desk.HoldsElsewhere;
import org.quietus.run.replay.ErasedIn;
import org.quietus.run.replay.MirrorCatchUp;
import org.quietus.run.replay.MovedKinds;
import org.quietus.run.replay.ReplayPersons;
import org.quietus.run.replay.ReplayRun;

/**
 * Erases once more who was erased, after an older copy of the database was restored. Whoever kills
 * it and starts it again takes it up where it stands; until it has ended, nothing else is done.
 */
final class Replaying {
  private final RunSetup setup;
  private final OpenJob open;
  private final JobFile job;
  private final Control control;
  private final EvidenceAccess evidence;
  private final Sites where;

  Replaying(RunSetup setup) {
    this.setup = setup;
    this.open = setup.open();
    this.job = open.job();
    this.control = open.control();
    this.evidence = setup.evidence();
    this.where = open.sites().only(PersonDatabases.of(job));
  }

  /** Replays, then removes what is due by now. */
  RunResult replay(ReplayOptions options, RunListener listener) {
    requireUsable(options, open);
    StartChecks.requireHome(job, open.sites());
    PersonDatabases.requireReached(open);
    open.plan(EnumSet.of(Scope.ERASURE)); // a job that is refused leaves the schema as it is
    where.migrate();
    boolean unprotected;
    RunResult replayed;
    try (OwnedDatabases owned = OwnedDatabases.take(where, Duration.ZERO)) {
      MirrorGuard guard = new MirrorGuard(job, control);
      guard.requireMirror(evidence.store());
      if (!guard.isReplayOpen()
          && guard.standing(evidence.store()) != Mirror.Standing.DATABASE_BEHIND) {
        requireHonoured(); // as long as nothing waits
      }
      long token = owned.fence(job.job());
      MirrorCatchUp levelling =
          new MirrorCatchUp(job, open.sites(), evidence.store(), evidence.sealing());
      RestoredElsewhere elsewhere = new RestoredElsewhere(job, where);
      levelling.level(options, elsewhere.requests(options.snapshot()));
      try {
        new HoldsElsewhere(job, where).bind();
        List<String> holds = levelling.lostHolds();
        unprotected = !holds.isEmpty() && !options.isAccepted(Accepted.HOLDS);
        replayed = levelled(levelling, elsewhere, options, unprotected, listener, token, owned);
      } catch (CannotRun refused) {
        throw waiting(refused);
      }
    }
    if (replayed.isOver()) {
      new RestoredElsewhere(job, where).levelled();
    }
    new ReplayPreview(setup).unsearched().forEach(listener::note);
    // who should be held would not be: retention waits until somebody has set the hold again
    return !replayed.isOver() || unprotected
        ? replayed
        : replayed.then(
            new RunStarter(setup)
                .run(
                    new RunOptions(Set.of(Scope.RETENTION), Optional.empty(), options.slots()),
                    listener));
  }

  private void requireHonoured() {
    RunSites bound = setup.bound(where, control.clock().instant());
    where.all().forEach(bound::holds);
  }

  /** Everything else waits by now for the replay to end. */
  private static CannotRun waiting(CannotRun refused) {
    return refused.exitCode() == CannotRun.REFUSED
        ? new CannotRun(
            CannotRun.WAITS,
            refused.getMessage() + "; then run the same command to go on with the replay")
        : refused;
  }

  private RunResult levelled(
      MirrorCatchUp levelling,
      RestoredElsewhere elsewhere,
      ReplayOptions options,
      boolean unprotected,
      RunListener listener,
      long token,
      OwnedDatabases owned) {
    ErasedSince erased = control.replays(job.job()).open().orElseThrow().erased();
    ReplayLosses lost =
        ReplayLosses.of(
            open,
            options,
            levelling,
            candidates(options).search(),
            erased,
            elsewhere.earliest(there(options).inbox(erased.moment(), options.snapshot())),
            this::erasure);
    List<String> withoutKey = candidates(options).search().withoutKey(erased);
    List<String> sealed = levelling.sealedRequests();
    lost.lines().forEach(listener::note);
    withoutKey.forEach(listener::note);
    sealed.forEach(listener::note);
    levelling.lostDecisions().forEach(listener::note);
    if (options.isAccepted(Accepted.HOLDS)) {
      levelling.releaseLostHolds();
    }
    return erase(
        kind(options, lost.isLeft(options), !withoutKey.isEmpty(), !sealed.isEmpty()),
        options,
        unprotected,
        listener,
        token,
        owned);
  }

  private ErasedIn there(ReplayOptions options) {
    return new ErasedIn(job, control, options.database());
  }

  private Plan erasure() {
    return open.plans().of(EnumSet.of(Scope.ERASURE), control.clock().instant(), where);
  }

  private ReplayRun kind(ReplayOptions options, boolean lost, boolean unread, boolean sealed) {
    ErasureRequests requests = setup.requests();
    return new ReplayRun(
        job.job(),
        control,
        new ReplayPersons(control.jdbc(), evidence.sealing(), requests),
        control.mirror(job.job(), evidence.store()),
        evidence.sealing(),
        request -> options.isAccepted(Accepted.ROWS) && there(options).has(request),
        lost,
        unread,
        sealed);
  }

  private RunResult erase(
      ReplayRun kind,
      ReplayOptions options,
      boolean unprotected,
      RunListener listener,
      long token,
      OwnedDatabases owned) {
    Replays.Replay replay = control.replays(job.job()).open().orElseThrow();
    ReplayBeginning.Begun begun =
        new ReplayBeginning(setup, where, kind, candidates(options), listener)
            .of(replay, unprotected, token);
    RunSites bound = setup.bound(where, begun.run().asOf());
    new QueuesElsewhere(bound, begun.plan(), steps -> List.of(), token)
        .make(
            begun.run(),
            where.areSeveral()
                ? where.all().stream()
                    .map(
                        site -> new RunDatabases.Part(site.name(), begun.run().fingerprint(), true))
                    .toList()
                : List.of());
    return setup.conduct(
        new RunOrder(
            begun.run(),
            begun.plan(),
            bound,
            Optional.of(kind),
            token,
            options.slots(),
            begun.resumed(),
            List.of()),
        owned,
        listener);
  }

  private ReplayCandidates candidates(ReplayOptions options) {
    return new ReplayCandidates(setup, options.slots());
  }

  /**
   * Refuses what cannot be meant.
   *
   * @throws CannotRun if the job has no such database, or the backup is yet to be made
   */
  static void requireUsable(ReplayOptions options, OpenJob open) {
    JobFile job = open.job();
    if (!job.databases().containsKey(options.database())) {
      throw new CannotRun(
          CannotRun.REFUSED,
          job.text().file()
              + " has no database '"
              + options.database()
              + "'; it has: "
              + String.join(", ", job.databases().keySet()));
    }
    if (!PersonDatabases.of(job).contains(options.database())) {
      List<String> moved =
          options.isAccepted(Accepted.SUBJECTS)
              ? List.of()
              : new MovedKinds(job, open.sites(), options).lines();
      if (!moved.isEmpty()) {
        throw new CannotRun(CannotRun.REFUSED, String.join(System.lineSeparator(), moved));
      }
      throw new CannotRun(
          CannotRun.REFUSED,
          "nobody is erased on request in database '"
              + options.database()
              + "', so nothing is to be erased once more after it was restored; what is due by its"
              + " rules goes with: quietus run "
              + job.text().file());
    }
    if (options.snapshot().isAfter(open.control().clock().instant())) {
      throw new CannotRun(
          CannotRun.REFUSED,
          "a backup cannot have been made at " + options.snapshot() + ", which is yet to come");
    }
  }
}
