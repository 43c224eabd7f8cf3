package org.quietus.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.quietus.certificate.CertificateConflict;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Tool;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.HoldWatch;
import org.quietus.control.MirrorGuard;
import org.quietus.control.RunLock;
import org.quietus.job.ApprovalState;
import org.quietus.job.CannotRun;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.request.Deadlines;
import org.quietus.request.ErasureRequests;
import org.quietus.request.Inbox;
import org.quietus.request.KeyEpochs;
import org.quietus.request.mirror.Mirror;
import org.quietus.run.batch.SignalExit;
import org.quietus.run.certify.Certification;
import org.quietus.run.certify.Notifying;
import org.quietus.run.certify.RecipientFollowUps;
import org.quietus.run.person.HeldPersons;
import org.quietus.run.person.SuppressionWriter;
import org.quietus.run.replay.ReplayRun;
import org.quietus.target.Backups;
import org.quietus.target.ControlAccess;
import org.quietus.target.Target;

/**
 * Starts runs: under the lock, the unfinished one first and under what it froze, then one as of
 * now.
 */
final class RunStarter {
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final TargetJobSession session;
  private final JobFile job;
  private final Target target;
  private final Backups backups;
  private final ControlAccess access;
  private final Control control;
  private final EvidenceAccess evidence;
  private final CompletableFuture<Tool> tool;

  RunStarter(
      TargetJobSession session,
      Target target,
      Backups backups,
      ControlAccess access,
      Control control,
      EvidenceAccess evidence,
      CompletableFuture<Tool> tool) {
    this.session = session;
    this.job = session.job();
    this.target = target;
    this.backups = backups;
    this.access = access;
    this.control = control;
    this.evidence = evidence;
    this.tool = tool;
  }

  RunResult run(RunOptions options, RunListener listener) {
    try (SignalExit onSignal = SignalExit.begin(listener::note)) {
      return start(options, listener);
    }
  }

  private RunResult start(RunOptions options, RunListener listener) {
    if (!control.schema().exists()) {
      session.plan(options.only()); // a job that is refused leaves not even the schema behind
    }
    control.schema().migrate();
    try (RunLock lock = lock(options.patience().orElse(Duration.ZERO))) {
      new MirrorGuard(job, control).requireLevel(evidence.store());
      Optional<Runs.Run> open = control.runs().open(job.job());
      if (open.isEmpty()) {
        return begin(options, listener, lock);
      }
      RunResult resumed = resume(open.get(), options, listener, lock);
      return resumed.isOver() ? resumed.then(begin(options, listener, lock)) : resumed;
    }
  }

  private RunResult begin(RunOptions options, RunListener listener, RunLock lock) {
    Instant asOf = control.clock().instant().truncatedTo(ChronoUnit.MICROS);
    requireClock(asOf);
    requireBackups(options.only());
    requireRecipients(options.only());
    Plan plan = session.plan(options.only(), asOf);
    String fingerprint = session.fingerprint(plan);
    RunBeginning beginning =
        new RunBeginning(
            job,
            target,
            control,
            requests(),
            new SuppressionWriter(
                job,
                control.suppression(job.job()),
                mirror(),
                new KeyEpochs(control.jdbc(), job.job()),
                evidence.tokens()));
    beginning.requireApproval(fingerprint);
    HoldWatch holds = holds(asOf);
    takeFromInbox(options.only(), asOf, listener);
    beginning.requireWithinLimits(plan, fingerprint, control.holds(holds), asOf);
    boolean first = session.approval(fingerprint) == ApprovalState.FIRST;
    requireCountable(options.only(), asOf);
    long token = control.fence().take(job.job());
    Runs.Run run = beginning.begin(plan, fingerprint, options.only(), asOf, token, first);
    return conduct(run, plan, holds, listener, token, options, lock, false);
  }

  /**
   * Refuses a clock that went back: what is due would be worked out for a day that is over. Clocks
   * of several machines never agree to the second.
   */
  private void requireClock(Instant asOf) {
    Optional<Instant> last =
        Stream.of(requests().lastEvent(), control.runs().lastMoment(job.job()))
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

  /** A settling time that cannot be counted would only show once the persons are erased. */
  private void requireCountable(Set<Scope> only, Instant asOf) {
    if (only.contains(Scope.ERASURE) && !requests().due(asOf, job.zone()).isEmpty()) {
      Deadlines.of(job).settles(asOf);
    }
  }

  private void takeFromInbox(Set<Scope> only, Instant asOf, RunListener listener) {
    if (only.contains(Scope.ERASURE) && job.requests().inbox().isPresent()) {
      Inbox.Emptied emptied = session.requests().takeFromInbox(asOf);
      if (!emptied.isNothing()) {
        listener.note(emptied.toString());
      }
    }
  }

  /** Refuses before the first change what could not be finished. */
  private void requireBackups(Set<Scope> only) {
    List<Problem> objections =
        only.contains(Scope.BACKUPS) ? backups.objections(job.text()) : List.of();
    if (!objections.isEmpty()) {
      throw new InvalidInput(objections);
    }
  }

  /** Refuses before the first change what recipients could not be told. */
  private void requireRecipients(Set<Scope> only) {
    List<Problem> objections =
        only.contains(Scope.ERASURE) ? session.recipientObjections() : List.of();
    if (!objections.isEmpty()) {
      throw new InvalidInput(objections);
    }
  }

  private RunResult resume(Runs.Run run, RunOptions options, RunListener listener, RunLock lock) {
    Plan plan = session.plan(Scope.of(run.scope()), run.asOf());
    requireUnchanged(run, plan);
    HoldWatch holds = holds(run.asOf());
    long token = control.fence().take(job.job());
    return conduct(run, plan, holds, listener, token, options, lock, true);
  }

  /** What binds the run: read before the first change, and with whoever came since. */
  HoldWatch holds(Instant asOf) {
    HoldWatch holds = session.watch(asOf);
    control.holds(holds);
    new HeldPersons(target, session.catalog(), control, evidence.sealing())
        .lookAgain(holds, List.of());
    return holds;
  }

  private void requireUnchanged(Runs.Run run, Plan plan) {
    boolean sameText = run.jobDigest().equals(job.text().digest());
    if (!sameText || !run.fingerprint().equals(session.fingerprint(plan))) {
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

  /**
   * Abandons an unfinished run; its certificate says FAILED and what it had done by then.
   *
   * @param runId its id, or the beginning of it, since there is one at the most
   * @return why there is no certificate, if what was recorded cannot be certified
   */
  Optional<String> abandon(String runId) {
    control.schema().migrate();
    try (RunLock lock = lock(Duration.ZERO)) {
      Runs.Run run =
          control
              .runs()
              .open(job.job())
              .filter(open -> open.id().startsWith(runId))
              .orElseThrow(
                  () ->
                      new CannotRun(
                          CannotRun.REFUSED,
                          "job '" + job.job() + "' has no unfinished run " + runId));
      long token = control.fence().take(job.job());
      Optional<String> uncertified = certifyFailed(run);
      control
          .transaction()
          .executeWithoutResult(
              status -> {
                control.fence().check(token);
                control
                    .runs()
                    .end(run.id(), "abandoned", Outcome.FAILED.name(), control.clock().instant());
              });
      return uncertified;
    }
  }

  private RunLock lock(Duration patience) {
    return RunLock.take(access.lock().get(), target.name(), patience);
  }

  /** The mirror knows what the run acts on before it does, and what came of it afterwards. */
  private RunResult conduct(
      Runs.Run run,
      Plan plan,
      HoldWatch holds,
      RunListener listener,
      long token,
      RunOptions options,
      RunLock lock,
      boolean resumed) {
    EvidenceAccess.copy(mirror());
    RunResult result =
        conduct(run, plan, holds, listener).conduct(token, options.slots(), lock, resumed);
    if (result.isOver() && Scope.of(run.scope()).contains(Scope.ERASURE)) {
      notifying().passAnswersOn(token);
    }
    EvidenceAccess.copy(mirror());
    return result;
  }

  private Notifying notifying() {
    return new Notifying(job, control, evidence);
  }

  private Mirror mirror() {
    return control.mirror(job.job(), evidence.store());
  }

  /** The job's requests, whose moves the mirror gets to know. */
  ErasureRequests requests() {
    return control.requests(job, evidence.sealing(), mirror());
  }

  private RunConduct conduct(Runs.Run run, Plan plan, HoldWatch holds, RunListener listener) {
    return conduct(run, plan, holds, listener, Optional.empty());
  }

  /** Everything that a run is worked off with, whoever begins it. */
  RunConduct conduct(
      Runs.Run run, Plan plan, HoldWatch holds, RunListener listener, Optional<ReplayRun> replay) {
    EvidenceAccess.copy(mirror()); // before anything is acted on
    return new RunConduct(
        job,
        plan,
        run,
        target,
        control,
        holds,
        requests(),
        evidence.sealing(),
        certification(),
        issued -> Path.of(evidence.store().locate(issued.name())),
        new BackupWork(job, plan, run, target, backups, control, holds, evidence, listener),
        replay,
        notifying(),
        new RecipientFollowUps(control, control.notices(job.job()), evidence),
        listener);
  }

  /**
   * Certifies a run that is abandoned, with what it had done by then.
   *
   * @return why not, if what was recorded fits no certificate, which no later try would change; the
   *     ledger keeps it
   */
  Optional<String> certifyFailed(Runs.Run run) {
    try {
      certification().ofRun(run.id(), EnumSet.of(Outcome.FAILED));
      return Optional.empty();
    } catch (IllegalArgumentException
        | IllegalStateException
        | NoSuchElementException
        | CertificateConflict e) {
      return Optional.of(
          "run "
              + run.id()
              + " could not be certified ("
              + e.getMessage()
              + "); what it did stays recorded in the ledger");
    }
  }

  private Certification certification() {
    return new Certification(job, target, backups, control, evidence.archiving(job).writer(), tool);
  }
}
