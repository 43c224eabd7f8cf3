package org.quietus.run;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.quietus.catalog.Catalog;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Tool;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.KnownDatabases;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.control.TokenEpochs;
import org.quietus.job.ApprovalState;
import org.quietus.job.DueCount;
import org.quietus.job.EvidenceHome;
import org.quietus.job.HashListDesk;
import org.quietus.job.HoldBook;
import org.quietus.job.JobSession;
import org.quietus.job.KeySummary;
import org.quietus.job.LiveReading;
import org.quietus.job.PaceDesk;
import org.quietus.job.PartitionOutlook;
import org.quietus.job.RecipientDesk;
import org.quietus.job.ReplayFindings;
import org.quietus.job.ReplayOptions;
import org.quietus.job.RequestCount;
import org.quietus.job.ReviewDesk;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.job.Status;
import org.quietus.job.Unreached;
import org.quietus.plan.Lifetime;
import org.quietus.plan.Plan;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.run.desk.HoldsElsewhere;
import org.quietus.run.desk.OpenHashListDesk;
import org.quietus.run.desk.OpenPaceDesk;
import org.quietus.run.desk.OpenRecipientDesk;
import org.quietus.run.desk.OpenRequestDesk;
import org.quietus.run.desk.OpenReviewDesk;
import org.quietus.target.BackupStock;
import org.quietus.target.Backups;
import org.quietus.target.ControlAccess;
import org.quietus.target.Target;

/** A job on its databases and backups, whose control schemas lie beside the data. */
public final class TargetJobSession implements JobSession {
  private final OpenJob open;
  private final JobFile job;
  private final Control control;
  private final Supplier<Tool> tool;
  private final Runnable onClose;

  /**
   * Opens a session.
   *
   * @param sites the job's databases, which {@link #site} makes
   * @param tool asked for only when certificates are to be issued
   * @param onClose disconnects
   */
  public TargetJobSession(
      JobFile job, Sites sites, Backups backups, Supplier<Tool> tool, Runnable onClose) {
    this.job = job;
    this.control = sites.home().control();
    this.open = new OpenJob(job, sites, backups, new JobPlans(job, sites));
    this.tool = tool;
    this.onClose = onClose;
  }

  /** One database of a job, connected. */
  public static Site site(
      JobFile job, Catalog catalog, Target target, ControlAccess access, Clock clock) {
    return new Site(
        catalog,
        target,
        Control.of(
            access,
            new EvidenceHome(job.evidence(), clock),
            () -> EvidenceAccess.sealingKey(job),
            clock));
  }

  @Override
  public JobFile job() {
    return job;
  }

  @Override
  public void requireLevel() {
    StartChecks.requireLevel(open);
  }

  @Override
  public void requireCaughtUp() {
    StartChecks.requireCaughtUp(open);
  }

  @Override
  public List<Catalog> catalogs() {
    return open.sites().all().stream().map(Site::catalog).toList();
  }

  @Override
  public List<Unreached> down() {
    return open.sites().unreached().values().stream().filter(Unreached::passing).toList();
  }

  @Override
  public Plan plan(Set<Scope> only) {
    open.requireAll();
    return open.plan(only)
        .warning(List.copyOf(known().strangers().values()))
        .warning(new OtherJobs(job, open.sites()).warnings())
        .warning(CalendarEnd.warnings(job, control.clock().instant()));
  }

  @Override
  public List<Problem> unready() {
    open.requireAll();
    return new Readiness(job, open.sites(), open.backups()).problems();
  }

  @Override
  public List<String> sql(Plan plan) {
    return open.plans().sql(plan);
  }

  @Override
  public List<Lifetime> lifetimes(Plan plan) {
    return new Forecast(open).lifetimes(plan);
  }

  @Override
  public List<DueCount> dueCounts(Plan plan) {
    return new Forecast(open).dueCounts(plan);
  }

  @Override
  public List<PartitionOutlook> partitions(Plan plan) {
    return new Forecast(open).partitions(plan);
  }

  @Override
  public List<RequestCount> requestCounts(Plan plan) {
    return new Forecast(open).requestCounts(plan);
  }

  @Override
  public List<BackupStock> backupStock() {
    return open.backups().stock();
  }

  @Override
  public HoldBook holds() {
    known().requireHome();
    return open.onOwn().holds();
  }

  /** Of the whole job, whichever part of it the plan holds. */
  @Override
  public String fingerprint(Plan plan) {
    return open.plans().fingerprint(open.now());
  }

  @Override
  public ApprovalState approval(String fingerprint) {
    boolean required =
        job.approvalRequired() || new OtherJobs(job, open.sites()).before().isPresent();
    if (!control.schema().exists()) {
      return required ? ApprovalState.NEEDED : ApprovalState.FIRST;
    }
    return control.approvals().state(job.job(), fingerprint, required);
  }

  @Override
  public void approve(String fingerprint, boolean windDown, OptionalLong maxRows) {
    control.schema().migrate();
    control
        .transaction()
        .executeWithoutResult(
            status ->
                control.approvals().approve(job.job(), fingerprint, windDown, maxRows, open.now()));
  }

  @Override
  public void accept(String database) {
    control.schema().migrate();
    known().accept(database);
    new HoldsElsewhere(job, open.onOwn().sites()).bind();
  }

  private KnownDatabases known() {
    return new KnownDatabases(job, open.sites());
  }

  @Override
  public RunResult run(RunOptions options, RunListener listener) {
    known().requireAll();
    return new RunStarter(setup(open.onWritable())).run(options, listener);
  }

  @Override
  public RunResult replay(ReplayOptions options, RunListener listener) {
    return new Replaying(setup(open.onOwn().onWritable())).replay(options, listener);
  }

  @Override
  public ReplayFindings lookForReplay(ReplayOptions options) {
    return new ReplayPreview(setup(open.onOwn())).look(options);
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
    return new TokenEpochs(
        job, control, open.backups(), EvidenceAccess.of(job, control.evidence()));
  }

  @Override
  public Optional<String> abandon(String runId) {
    return new RunStarter(setup(open.onOwn().onWritable())).abandon(runId);
  }

  @Override
  public PaceDesk pace() {
    return new OpenPaceDesk(job, control);
  }

  private RunSetup setup(OpenJob databases) {
    return new RunSetup(
        databases, EvidenceAccess.of(job, control.evidence()), CompletableFuture.supplyAsync(tool));
  }

  @Override
  public OpenRequestDesk requests() {
    return open.desk();
  }

  @Override
  public RecipientDesk recipients() {
    return new OpenRecipientDesk(job, control);
  }

  @Override
  public ReviewDesk reviews() {
    return new OpenReviewDesk(job, open.plan(EnumSet.of(Scope.ERASURE)), open.sites(), requests());
  }

  @Override
  public HashListDesk hashLists() {
    return new OpenHashListDesk(
        job, personsAtHome(), open.target(), open.backups(), control, open.intake());
  }

  /** What would be done for persons at home, whom alone lists name, whoever else is there. */
  private Plan personsAtHome() {
    return open.plan(EnumSet.of(Scope.ERASURE)).in(open.target().name());
  }

  @Override
  public LiveReading readAgain(Certificate certificate, JobFile then) {
    known().requireHome();
    return new LiveVerification(open.onOwn(), then).of(certificate);
  }

  @Override
  public Status status() {
    return new JobStatus(open.onOwn()).now();
  }

  @Override
  public void close() {
    open.backups().close();
    onClose.run();
  }
}
