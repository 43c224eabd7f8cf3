package org.quietus.run;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Outcome;
import org.quietus.control.Control;
import org.quietus.control.HoldWatch;
import org.quietus.control.Phase;
import org.quietus.control.RunLock;
import org.quietus.hold.Holds;
import org.quietus.job.CannotRun;
import org.quietus.job.RunListener;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.ledger.LedgerEntry;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.recipient.Notice;
import org.quietus.request.Deadlines;
import org.quietus.request.ErasureRequests;
import org.quietus.request.Execution;
import org.quietus.request.RequestHistory;
import org.quietus.request.SealingKey;
import org.quietus.run.batch.BatchLauncher;
import org.quietus.run.batch.RunParts;
import org.quietus.run.certify.Certification;
import org.quietus.run.certify.LedgerView;
import org.quietus.run.certify.Notifying;
import org.quietus.run.certify.RecipientFollowUps;
import org.quietus.run.person.Attempt;
import org.quietus.run.person.Requested;
import org.quietus.run.person.RequestsOfRun;
import org.quietus.run.replay.ReplayRun;
import org.quietus.target.LeftObjects;
import org.quietus.target.RowCounts;
import org.quietus.target.StepTarget;
import org.quietus.target.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Conducts one run from wherever it stands to its end: work off, read again, certify; up to a few
 * rounds of it.
 */
final class RunConduct {
  private static final Logger LOG = LoggerFactory.getLogger(RunConduct.class);
  static final int MOST_ROUNDS = 3;

  private final JobFile job;
  private final Plan plan;
  private final Runs.Run run;
  private final Target target;
  private final Control control;
  private final HoldWatch holds;
  private final ErasureRequests requests;
  private final SealingKey key;
  private final Certification certification;
  private final RunListener listener;
  private final List<CertificateWriter.Issued> issued = new ArrayList<>();
  private final EvidenceFiles files;
  private LeftObjects leftObjects = LeftObjects.NOTHING;
  private final BackupWork backups;
  private final Optional<ReplayRun> replay;
  private final Notifying notifying;
  private final RecipientFollowUps followUps;

  RunConduct(
      JobFile job,
      Plan plan,
      Runs.Run run,
      Target target,
      Control control,
      HoldWatch holds,
      ErasureRequests requests,
      SealingKey key,
      Certification certification,
      EvidenceFiles files,
      BackupWork backups,
      Optional<ReplayRun> replay,
      Notifying notifying,
      RecipientFollowUps followUps,
      RunListener listener) {
    this.job = job;
    this.plan = plan;
    this.run = run;
    this.target = target;
    this.control = control;
    this.holds = holds;
    this.requests = requests;
    this.key = key;
    this.certification = certification;
    this.files = files;
    this.backups = backups;
    this.replay = replay;
    this.notifying = notifying;
    this.followUps = followUps;
    this.listener = listener;
  }

  /** Where the files of certificates lie. */
  interface EvidenceFiles {
    Path of(CertificateWriter.Issued issued);
  }

  /** Works the run off under a fencing token that is already taken. */
  RunResult conduct(long token, int slots, RunLock lock, boolean resumed) {
    Map<String, Requested> requested =
        replay
            .map(kind -> kind.persons(run.id()))
            .orElseGet(
                () ->
                    new RequestsOfRun(job, plan, target, requests)
                        .of(control.queue().requests(run.id())));
    AtomicLong done = new AtomicLong(certification.view(run.id(), Optional.empty()).changed());
    listener.started(run.id(), resumed, done.get() + dueRows());
    BatchLauncher.End end = new BatchLauncher.End(BatchLauncher.End.Kind.FAILED, "not started");
    for (int round = 1; round <= MOST_ROUNDS; round++) {
      Attempt attempt = new Attempt(run.id(), token, round, slots, steps(), requested);
      end =
          Phase.timed(
              LOG,
              control.clock(),
              "run %s, attempt %d, round %d".formatted(run.id(), token, round),
              () -> new BatchLauncher().launch(parts(attempt, done), lock::onLoss));
      LOG.info("run {}: {} {}", run.id(), end.kind(), end.why());
      if (end.kind() != BatchLauncher.End.Kind.DUE_ROWS_LEFT) {
        break;
      }
      listener.note(end.why());
    }
    return result(end, requested);
  }

  private RunParts parts(Attempt attempt, AtomicLong done) {
    ZeroDueScan rereading =
        new ZeroDueScan(
            job, plan, target, control, holds, run.id(), attempt.token(), key.blinding(run.id()));
    return new RunParts(
        attempt,
        control.access().dataSource(),
        control.access().transactionManager(),
        control.jdbc(),
        control.transaction(),
        control.fence(),
        holds,
        control.queue(),
        control.ledger(),
        control.clock(),
        rows -> {
          synchronized (listener) {
            listener.progress(done.addAndGet(rows));
          }
        },
        backups.isWanted()
            ? Optional.of(stopping -> phase("backups", () -> backups.perform(attempt, stopping)))
            : Optional.empty(),
        () ->
            phase(
                "reading again",
                () -> rereading.verify(attempt.requests(), backups.reread(attempt))),
        () -> phase("certificates", () -> certify(attempt)));
  }

  private long phase(String name, Supplier<Long> work) {
    return Phase.timed(LOG, control.clock(), "run " + run.id() + ", " + name, work);
  }

  private Map<Integer, StepTarget> steps() {
    Map<Integer, StepTarget> steps = new LinkedHashMap<>();
    byte[] blinding = key.blinding(run.id());
    for (Step step : plan.steps()) {
      steps.put(step.number(), target.step(step, step.subject().flatMap(job::subject), blinding));
    }
    return steps;
  }

  private long dueRows() {
    long due = 0;
    Holds inForce = control.holds(holds);
    for (Step step : plan.steps()) {
      if (step.selection() instanceof Selection.Due selection) {
        due += target.count(step, selection, inForce).due();
      }
    }
    return due;
  }

  /**
   * Issues every certificate first, then ends the run: a kill in between issues the same ones
   * again.
   */
  private long certify(Attempt attempt) {
    EnumSet<Outcome> also = also();
    Map<String, Integer> sequences = new LinkedHashMap<>();
    Map<String, Requested> answered = replay.isPresent() ? Map.of() : attempt.requests();
    if (isErasing()) {
      notifying.tell(
          job.recipients().isEmpty()
              ? List.of()
              : answered.values().stream().filter(this::isErased).toList(),
          attempt.token());
    }
    Map<String, List<Notice>> stated = new LinkedHashMap<>();
    Map<String, Requested> certified = new LinkedHashMap<>(answered);
    certified.putAll(backups.ofEarlierRuns(attempt));
    for (Requested requested : certified.values()) {
      String id = requested.request().id();
      if (isLeftUntouched(requested)) {
        continue;
      }
      sequences.put(id, control.runs().certifying(id) + control.notices(job.job()).followUps(id));
      stated.put(id, notifying.of(id));
      issued.add(
          certification.ofRequest(
              run.id(),
              requested,
              sequences.get(id),
              backups.isDone(requested),
              backups.isSpared(requested),
              stated.getOrDefault(id, List.of()),
              also));
    }
    if (isErasing()) {
      issued.addAll(followUps.issue(stated.keySet()));
    }
    issued.addAll(certification.ofTenants(run.id(), also));
    issued.add(certification.ofRun(run.id(), also));
    issued.forEach(one -> listener.certificate(one.certificate().id(), files.of(one)));
    leftObjects = backups.left();
    Instant now = control.clock().instant().truncatedTo(ChronoUnit.MICROS);
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              control.fence().check(attempt.token());
              answered.values().forEach(requested -> settle(requested, now));
              replay.ifPresent(kind -> kind.end(run.id(), plan, attempt.requests(), this::nextDue));
              control.runs().end(run.id(), "completed", outcome().name(), now);
              stated.values().forEach(control.notices(job.job())::certified);
              backups.end(leftObjects);
            });
    return issued.size();
  }

  /** Whether the run is about requests, other than once more. */
  private boolean isErasing() {
    return replay.isEmpty() && Scope.of(run.scope()).contains(Scope.ERASURE);
  }

  /** Whether a request's person was found, and all is gone from the data that may go now. */
  private boolean isErased(Requested requested) {
    LedgerView view = certification.view(run.id(), Optional.of(requested.request().id()));
    return !requested.person().isAmbiguous()
        && !requested.person().rows().isEmpty()
        && !view.isAmbiguous()
        && !view.isHeld()
        && !view.isFailed()
        && !isLeftUntouched(requested);
  }

  /** A request that a hold let nothing be done for stands on the run's certificate alone. */
  private boolean isLeftUntouched(Requested requested) {
    return !control.ledger().isBegun(run.id(), requested.request().id());
  }

  private EnumSet<Outcome> also() {
    boolean partial =
        backups.isPartial() || replay.filter(kind -> kind.isPartial(run.id())).isPresent();
    return partial ? EnumSet.of(Outcome.PARTIAL) : EnumSet.noneOf(Outcome.class);
  }

  private Optional<LocalDate> nextDue(String request) {
    return certification.view(run.id(), Optional.of(request)).nextDue();
  }

  private void settle(Requested requested, Instant now) {
    Execution execution = new Execution(requests, Deadlines.of(job));
    String id = requested.request().id();
    if (control.reader().runsOf(id) == 0) {
      execution.putBack(id, now);
      return;
    }
    LedgerView view = certification.view(run.id(), Optional.of(id));
    if (requested.person().isAmbiguous()
        || view.isAmbiguous()
        || view.isHeld()
        || view.isFailed()
        || isLeftUntouched(requested)
        || !backups.isDone(requested)) {
      return;
    }
    execution.finish(
        id,
        view.isDeferred(),
        view.nextDue(),
        now,
        requested.person().rows().isEmpty() && !RequestHistory.isAccepted(requests.events(id))
            ? "nobody-found"
            : "erased");
  }

  private Outcome outcome() {
    return issued.stream()
        .map(one -> one.certificate().outcome())
        .min(Enum::compareTo)
        .orElse(Outcome.COMPLETE);
  }

  private RunResult result(BatchLauncher.End end, Map<String, Requested> worked) {
    List<String> messages = new ArrayList<>();
    if (!end.why().isEmpty()) {
      messages.add(end.why());
    }
    int exitCode =
        switch (end.kind()) {
          case COMPLETED -> outcome() == Outcome.PARTIAL ? CannotRun.PARTIAL : 0;
          case DUE_ROWS_LEFT -> CannotRun.NOT_GONE;
          case FENCED_OUT -> CannotRun.LOCKED;
          case STOPPED, FAILED -> CannotRun.FAILED;
        };
    boolean ended = end.kind() == BatchLauncher.End.Kind.COMPLETED;
    if (ended) {
      messages.addAll(leftObjects.lines());
      messages.addAll(new RowsLeft(control, run.id()).lines());
      messages.addAll(
          new Reasons(job, control, target.schema(), run.id()).lines(worked.values(), issued));
    } else {
      messages.add("stopped; run the same command to continue");
    }
    RunWarnings left = new RunWarnings(job, control, target.schema(), run.id());
    messages.addAll(left.overdue());
    RunResult result =
        new RunResult(
            run.id(),
            exitCode,
            ended ? outcome().name() : "UNFINISHED",
            byTable(ended, left),
            left.concerns(issued),
            issued.stream().map(files::of).toList(),
            messages);
    listener.finished(result);
    return result;
  }

  private Map<String, RowCounts> byTable(boolean ended, RunWarnings left) {
    Map<String, RowCounts> counts = new LinkedHashMap<>();
    try {
      for (LedgerEntry entry : control.reader().entries(run.id())) {
        counts.merge(entry.table(), entry.counts(), RowCounts::plus);
      }
      if (ended) {
        left.held().forEach((table, held) -> counts.merge(table, held, RowCounts::plus));
      }
    } catch (RuntimeException e) {
      listener.note("the ledger cannot be read at the moment");
    }
    return counts;
  }
}
