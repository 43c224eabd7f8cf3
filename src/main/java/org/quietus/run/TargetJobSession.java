package org.quietus.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.certificate.Tool;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.HoldWatch;
import org.quietus.control.MirrorGuard;
import org.quietus.control.RunLock;
import org.quietus.control.TokenEpochs;
import org.quietus.evidence.EvidenceStores;
import org.quietus.hold.Holds;
import org.quietus.job.ApprovalState;
import org.quietus.job.DueCount;
import org.quietus.job.HoldBook;
import org.quietus.job.HoldSummary;
import org.quietus.job.JobSession;
import org.quietus.job.KeySummary;
import org.quietus.job.RecipientDesk;
import org.quietus.job.ReplayFindings;
import org.quietus.job.ReplayOptions;
import org.quietus.job.RequestCount;
import org.quietus.job.RequestSummary;
import org.quietus.job.ReviewDesk;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.job.Status;
import org.quietus.ledger.Runs;
import org.quietus.plan.Fingerprint;
import org.quietus.plan.LastingCopy;
import org.quietus.plan.Lifetime;
import org.quietus.plan.Lifetimes;
import org.quietus.plan.Part;
import org.quietus.plan.Plan;
import org.quietus.plan.Planner;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.recipient.Channels;
import org.quietus.request.ErasureRequests;
import org.quietus.run.desk.OpenRecipientDesk;
import org.quietus.run.desk.OpenRequestDesk;
import org.quietus.run.desk.OpenReviewDesk;
import org.quietus.run.desk.TargetHoldBook;
import org.quietus.run.person.RequestCounts;
import org.quietus.run.person.RequestsOfRun;
import org.quietus.target.BackupStock;
import org.quietus.target.Backups;
import org.quietus.target.ControlAccess;
import org.quietus.target.StepCounts;
import org.quietus.target.Target;

/** A job on one target and its backups, whose control schema lies beside the data. */
public final class TargetJobSession implements JobSession {
  private final JobFile job;
  private final Catalog catalog;
  private final Target target;
  private final Backups backups;
  private final ControlAccess access;
  private final Control control;
  private final Supplier<Tool> tool;
  private final Clock clock;
  private final Runnable onClose;

  /**
   * Opens a session.
   *
   * @param tool asked for only when certificates are to be issued
   * @param onClose disconnects
   */
  public TargetJobSession(
      JobFile job,
      Catalog catalog,
      Target target,
      Backups backups,
      ControlAccess access,
      Supplier<Tool> tool,
      Clock clock,
      Runnable onClose) {
    this.job = job;
    this.catalog = catalog;
    this.target = target;
    this.backups = backups;
    this.access = access;
    this.control = Control.of(access, clock);
    this.tool = tool;
    this.clock = clock;
    this.onClose = onClose;
  }

  @Override
  public JobFile job() {
    return job;
  }

  @Override
  public void requireLevel() {
    if (!control.schema().exists() && !EvidenceStores.isThere(job.evidence().store())) {
      return; // a job that has not done anything yet; looking at it makes no directory
    }
    new MirrorGuard(job, control).requireLevel(EvidenceStores.open(job.evidence().store()));
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Plan plan(Set<Scope> only) {
    List<Problem> objections =
        only.contains(Scope.ERASURE) ? new ArrayList<>(recipientObjections()) : new ArrayList<>();
    try {
      Plan plan = plan(only, clock.instant());
      if (objections.isEmpty()) {
        return plan;
      }
    } catch (InvalidInput more) {
      objections.addAll(more.problems());
    }
    objections.sort(Comparator.comparingInt(Problem::line));
    throw new InvalidInput(objections);
  }

  @Override
  public List<Problem> unready() {
    return new Readiness(job, target, backups, control).problems();
  }

  /** Everything that stands against telling recipients. */
  List<Problem> recipientObjections() {
    return new Channels(control.jdbc(), control.transaction(), clock).objections(job);
  }

  /** The plan as of another moment than now. */
  Plan plan(Set<Scope> only, Instant asOf) {
    Set<Part> parts =
        only.stream()
            .filter(scope -> scope != Scope.BACKUPS)
            .map(scope -> Part.valueOf(scope.name()))
            .collect(Collectors.toSet());
    Plan plan = planned(asOf, parts);
    List<Problem> objections = target.objections(plan, job.text());
    if (!objections.isEmpty()) {
      throw new InvalidInput(objections);
    }
    return plan.warning(target.warnings(job.text()));
  }

  /** Together with what would stand in the way once the job can be planned. */
  private Plan planned(Instant asOf, Set<Part> parts) {
    try {
      return Planner.plan(job, catalog, asOf, parts);
    } catch (InvalidInput invalid) {
      List<Problem> all = new ArrayList<>(invalid.problems());
      target.objections(job).stream().filter(more -> !all.contains(more)).forEach(all::add);
      all.sort(Comparator.comparingInt(Problem::line));
      throw new InvalidInput(all);
    }
  }

  @Override
  public List<Lifetime> lifetimes(Plan plan) {
    if (job.categories().columns().isEmpty()) {
      return List.of();
    }
    Optional<LastingCopy> log =
        target
            .beforeImages()
            .map(
                images ->
                    new LastingCopy("binary log", images.expiry().map(TargetJobSession::days)));
    return Lifetimes.of(job, catalog, plan, log);
  }

  /** In whole days, a begun one counted. */
  private static Period days(Duration expiry) {
    return Period.ofDays(Math.toIntExact(expiry.plusDays(1).minusNanos(1).toDays()));
  }

  @Override
  public List<String> sql(Plan plan) {
    return plan.steps().stream().flatMap(step -> target.statements(step).stream()).toList();
  }

  @Override
  public List<DueCount> dueCounts(Plan plan) {
    List<DueCount> counts = new ArrayList<>();
    Holds holds = holdsNow();
    for (Step step : plan.steps()) {
      if (step.selection() instanceof Selection.Due due) {
        StepCounts found = target.count(step, due, holds);
        counts.add(
            new DueCount(
                step.number(),
                step.rule(),
                step.root().table().toString(),
                found.due(),
                found.kept(),
                found.withheld().rows(),
                found.undated()));
      }
    }
    return counts;
  }

  @Override
  public List<RequestCount> requestCounts(Plan plan) {
    if (!control.schema().exists()) {
      return List.of();
    }
    Instant now = clock.instant();
    boolean none =
        ErasureRequests.readOnly(control.jdbc(), job.job()).due(now, job.zone()).isEmpty();
    return none
        ? List.of()
        : new RequestCounts(job, plan, target, holdsNow())
            .of(new RequestsOfRun(job, plan, target, starter().requests()), now);
  }

  @Override
  public List<BackupStock> backupStock() {
    return backups.stock();
  }

  private Holds holdsNow() {
    return control.schema().hasHolds() ? control.holds(watch(clock.instant())) : Holds.NONE;
  }

  /** Reads the holds on the database, for what the whole job would do. */
  HoldWatch watch(Instant asOf) {
    return new HoldWatch(
        control.legalHolds(target.schema()),
        () -> EvidenceAccess.sealingKey(job),
        catalog,
        HoldWatch.graphs(job, Planner.plan(job, catalog, asOf)));
  }

  @Override
  public HoldBook holds() {
    return new TargetHoldBook(
        job, catalog, () -> watch(control.clock().instant()), target, control);
  }

  /** Of the whole job, whichever part of it the plan holds. */
  @Override
  public String fingerprint(Plan plan) {
    Plan whole = Planner.plan(job, catalog, clock.instant());
    return Fingerprint.of(job.text(), whole.tables(), sql(whole)).hex();
  }

  @Override
  public ApprovalState approval(String fingerprint) {
    if (!control.schema().exists()) {
      return job.approvalRequired() ? ApprovalState.NEEDED : ApprovalState.FIRST;
    }
    return control.approvals().state(job.job(), fingerprint, job.approvalRequired());
  }

  @Override
  public void approve(String fingerprint, OptionalLong maxRows) {
    control.schema().migrate();
    control
        .transaction()
        .executeWithoutResult(
            status ->
                control
                    .approvals()
                    .approve(job.job(), fingerprint, true, maxRows, clock.instant()));
  }

  @Override
  public RunResult run(RunOptions options, RunListener listener) {
    return starter().run(options, listener);
  }

  @Override
  public RunResult replay(ReplayOptions options, RunListener listener) {
    return replaying().replay(options, listener);
  }

  @Override
  public ReplayFindings lookForReplay(ReplayOptions options) {
    return replaying().look(options);
  }

  @Override
  public List<KeySummary> keys() {
    return tokenEpochs().all();
  }

  @Override
  public KeySummary rotateKey() {
    return tokenEpochs().rotate();
  }

  @Override
  public KeySummary destroyKey(int epoch) {
    return tokenEpochs().destroy(epoch);
  }

  private TokenEpochs tokenEpochs() {
    return new TokenEpochs(job, control, backups, EvidenceAccess.of(job));
  }

  private Replaying replaying() {
    return new Replaying(this, starter(), target, control, EvidenceAccess.of(job));
  }

  @Override
  public Optional<String> abandon(String runId) {
    return starter().abandon(runId);
  }

  private RunStarter starter() {
    return new RunStarter(
        this,
        target,
        backups,
        access,
        control,
        EvidenceAccess.of(job),
        CompletableFuture.supplyAsync(tool));
  }

  @Override
  public OpenRequestDesk requests() {
    return new OpenRequestDesk(job, control, holds());
  }

  @Override
  public RecipientDesk recipients() {
    return new OpenRecipientDesk(job, control, requests());
  }

  @Override
  public ReviewDesk reviews() {
    return new OpenReviewDesk(job, plan(EnumSet.of(Scope.ERASURE)), target, requests());
  }

  @Override
  public Status status() {
    if (!control.schema().exists()) {
      return new Status(List.of(), Optional.empty(), 0, List.of(), 0, 0, false);
    }
    List<HoldSummary> holds =
        holds().list().stream().filter(hold -> hold.releasedAt().isEmpty()).toList();
    List<Status.Run> runs =
        control.runs().latest(job.job(), 10).stream()
            .map(
                run ->
                    new Status.Run(
                        run.id(), run.state(), run.outcome(), run.startedAt(), run.endedAt()))
            .toList();
    List<RequestSummary> open = requests().all().stream().filter(RequestSummary::open).toList();
    boolean alive = RunLock.isHeld(access.lock().get());
    return new Status(
        runs,
        control.runs().open(job.job()).map(Runs.Run::id),
        open.size(),
        open,
        holds.size(),
        holds.stream().filter(HoldSummary::overdue).count(),
        alive);
  }

  @Override
  public void close() {
    backups.close();
    onClose.run();
  }
}
