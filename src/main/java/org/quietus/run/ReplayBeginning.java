package org.quietus.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.control.Control;
import org.quietus.control.OpaqueIds;
import org.quietus.control.Replays;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.job.RunListener;
import org.quietus.job.Scope;
import org.quietus.ledger.RunSteps;
import org.quietus.ledger.Runs;
import org.quietus.plan.Fingerprint;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.Counted;
import org.quietus.policy.JobFile;
import org.quietus.request.State;
import org.quietus.run.replay.Recognised;
import org.quietus.run.replay.ReplayRun;

/** Begins the run of a replay, or goes on with the one that an earlier start began. */
final class ReplayBeginning {
  private final RunSetup setup;
  private final OpenJob open;
  private final JobFile job;
  private final Control control;
  private final Sites where;
  private final ReplayRun kind;
  private final ReplayCandidates candidates;
  private final RunListener listener;

  ReplayBeginning(
      RunSetup setup,
      Sites where,
      ReplayRun kind,
      ReplayCandidates candidates,
      RunListener listener) {
    this.setup = setup;
    this.open = setup.open();
    this.job = open.job();
    this.control = open.control();
    this.where = where;
    this.kind = kind;
    this.candidates = candidates;
    this.listener = listener;
  }

  /** A run as it begins, or goes on. */
  record Begun(Runs.Run run, Plan plan, boolean resumed) {}

  /** The run of a replay that is open. */
  Begun of(Replays.Replay replay, boolean unprotected, long token) {
    Predicate<String> mayAct = request -> !unprotected || isOver(request);
    return replay
        .run()
        .flatMap(control.runs()::find)
        .flatMap(run -> resumed(run, replay, mayAct, token))
        .orElseGet(() -> begun(replay, mayAct, token));
  }

  /**
   * The run that an earlier start began, with whoever is found now and was not then; none if it
   * ended otherwise, or its job file or schema is another by now.
   */
  private Optional<Begun> resumed(
      Runs.Run run, Replays.Replay replay, Predicate<String> mayAct, long token) {
    Plan plan = erasure(run.asOf());
    boolean open = run.endedAt().isEmpty();
    if (!open || !isUnchanged(run) || !kind.isReadable(run.id())) {
      if (open) {
        setup.certifyFailed(run).ifPresent(listener::note);
      }
      kind.giveUp(run.id(), control.clock().instant());
      return Optional.empty();
    }
    int further =
        kind.takeIn(
            run,
            plan,
            atHome(plan, run.asOf()),
            told(kind.sure(run.id(), plan, found(replay, plan, run.asOf()))),
            mayAct,
            candidates.now(plan),
            token);
    if (further > 0) {
      listener.note(
          "since the replay began, "
              + Counted.of(further, "further request")
              + Counted.verb(further, " was", " were")
              + " found whose person is in the data, or may be");
    }
    return Optional.of(new Begun(run, plan, true));
  }

  private List<Recognised> found(Replays.Replay replay, Plan plan, Instant asOf) {
    return candidates.withKnown(candidates.since(replay.erased(), plan), plan, asOf);
  }

  /** Says of whom somebody has to say something. */
  private List<Recognised> told(List<Recognised> found) {
    candidates.unsure(found).forEach(listener::note);
    return found;
  }

  /** The numbers of the steps that are queued at home. */
  private Set<Integer> atHome(Plan plan, Instant asOf) {
    return setup.bound(where, asOf).queuedAt(where.home(), plan).stream()
        .map(Step::number)
        .collect(Collectors.toSet());
  }

  private Begun begun(Replays.Replay replay, Predicate<String> mayAct, long token) {
    Instant asOf = control.clock().instant().truncatedTo(ChronoUnit.MICROS);
    Plan plan = erasure(asOf);
    new StartChecks(open, setup.requests()).requireUnmoved(plan, asOf);
    List<Recognised> found = told(found(replay, plan, asOf));
    Runs.Run run = newRun(asOf);
    kind.begin(
        run,
        plan,
        plan.steps().stream().map(step -> RunSteps.RunStep.of(step, job)).toList(),
        atHome(plan, asOf),
        found,
        mayAct,
        candidates.now(plan),
        token);
    return new Begun(run, plan, false);
  }

  /** Whether a hold that is lost cannot have been on what its person still had. */
  private boolean isOver(String request) {
    return setup
        .requests()
        .find(request)
        .filter(found -> found.state() == State.COMPLETED && found.keptUntil().isEmpty())
        .isPresent();
  }

  private Runs.Run newRun(Instant asOf) {
    return new Runs.Run(
        OpaqueIds.next(),
        job.job(),
        control.runs().nextSequence(job.job()),
        "open",
        Scope.REPLAY,
        asOf,
        job.text().digest(),
        job.text().text(),
        fingerprint(asOf),
        asOf,
        Optional.empty(),
        Optional.empty());
  }

  private boolean isUnchanged(Runs.Run run) {
    return run.jobDigest().equals(job.text().digest())
        && run.fingerprint().equals(fingerprint(run.asOf()));
  }

  /** What is done where persons are, whether or not other databases are there. */
  private String fingerprint(Instant asOf) {
    SortedMap<String, String> all = open.plans().fingerprints(asOf);
    all.keySet().retainAll(where.all().stream().map(Site::name).toList());
    return Fingerprint.joined(all);
  }

  private Plan erasure(Instant asOf) {
    return open.plans().of(EnumSet.of(Scope.ERASURE), asOf, where);
  }
}
