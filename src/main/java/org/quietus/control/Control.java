package org.quietus.control;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.quietus.evidence.EvidenceStore;
import org.quietus.hold.HoldCheck;
import org.quietus.hold.Holds;
import org.quietus.hold.LegalHolds;
import org.quietus.job.EvidenceHome;
import org.quietus.ledger.Ledger;
import org.quietus.ledger.LedgerReader;
import org.quietus.ledger.RunDatabases;
import org.quietus.ledger.RunRequests;
import org.quietus.ledger.RunSteps;
import org.quietus.ledger.Runs;
import org.quietus.ledger.Verifications;
import org.quietus.policy.JobFile;
import org.quietus.recipient.Notices;
import org.quietus.request.Answers;
import org.quietus.request.Deadlines;
import org.quietus.request.ErasureRequests;
import org.quietus.request.ReplayedRequests;
import org.quietus.request.RestoredRequests;
import org.quietus.request.SealingKey;
import org.quietus.request.SuppressionEntries;
import org.quietus.request.mirror.Mirror;
import org.quietus.target.ControlAccess;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The control schema's parts over one way to reach it. */
public record Control(
    ControlAccess access,
    JdbcTemplate jdbc,
    TransactionTemplate transaction,
    ControlSchema schema,
    Fence fence,
    Runs runs,
    RunSteps steps,
    WorkQueue queue,
    Ledger ledger,
    LedgerReader reader,
    Verifications verifications,
    Approvals approvals,
    EvidenceHome evidence,
    Clock clock) {

  /** {@code key} is asked for when the queue has to seal a key of rows. */
  public static Control of(
      ControlAccess access, EvidenceHome evidence, Supplier<SealingKey> key, Clock clock) {
    JdbcTemplate jdbc = new JdbcTemplate(access.dataSource());
    TransactionTemplate transaction = new TransactionTemplate(access.transactionManager());
    transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    return new Control(
        access,
        jdbc,
        transaction,
        new ControlSchema(access.dataSource(), jdbc, access.engine()),
        new Fence(jdbc, transaction, access.spelling()),
        new Runs(jdbc),
        new RunSteps(jdbc),
        new WorkQueue(jdbc, access.spelling().alongQueue(), key),
        new Ledger(jdbc),
        new LedgerReader(jdbc),
        new Verifications(jdbc),
        new Approvals(jdbc),
        evidence,
        clock);
  }

  /** The same with another reader, of more ledgers than that beside this one's data. */
  Control reading(LedgerReader other) {
    return new Control(
        access,
        jdbc,
        transaction,
        schema,
        fence,
        runs,
        steps,
        queue,
        ledger,
        other,
        verifications,
        approvals,
        evidence,
        clock);
  }

  /** The databases of runs that have several. */
  public RunDatabases databases() {
    return new RunDatabases(jdbc);
  }

  /** The requests that runs work for away from home. */
  public RunRequests runRequests() {
    return new RunRequests(jdbc);
  }

  /** What of the job outlives the database. */
  public Mirror mirror(String job) {
    return mirror(job, evidence.store());
  }

  /** The same in a store that was shown to be writable. */
  public Mirror mirror(String job, EvidenceStore store) {
    return new Mirror(jdbc, transaction, job, store);
  }

  public LegalHolds legalHolds(String of) {
    return new LegalHolds(jdbc, of);
  }

  /** What is held now. */
  public Holds holds(HoldCheck check) {
    return Objects.requireNonNull(
        transaction.execute(status -> check.at(fence.epoch())), "a transaction's result");
  }

  /** What is held now, for a run that owns the database. */
  public Holds holds(HoldCheck check, long token) {
    return Objects.requireNonNull(
        transaction.execute(status -> check.at(fence.check(token))), "a transaction's result");
  }

  /** Objects whose rows are gone; {@code key} is asked for if there are any. */
  public NamedObjectNotes namedObjects(String job, Supplier<SealingKey> key) {
    return new NamedObjectNotes(jdbc, job, key);
  }

  /** Where runs wrote what they changed besides the data. */
  public BinaryLogNotes binaryLogs() {
    return new BinaryLogNotes(jdbc);
  }

  /** Partitions that runs drop. */
  public PartitionDrops partitionDrops() {
    return new PartitionDrops(jdbc, ledger, queue.keys(), clock);
  }

  /** Orders for runs that are at work. */
  public PaceNotes pace() {
    return new PaceNotes(jdbc, transaction);
  }

  /** What runs left of backups. */
  public LeftObjectNotes leftObjects(String job) {
    return new LeftObjectNotes(jdbc, job);
  }

  public Replays replays(String job) {
    return new Replays(jdbc, job);
  }

  /** By which paths requests were carried out. */
  public CarriedOutRequests carriedOut() {
    return new CarriedOutRequests(jdbc, schema);
  }

  /** What replays left for somebody to look at. */
  public ReplayDoubts doubts(String job) {
    return new ReplayDoubts(jdbc, job);
  }

  public SuppressionEntries suppression(String job) {
    return new SuppressionEntries(jdbc, job);
  }

  /** What recipients are told. */
  public Notices notices(String job) {
    return new Notices(jdbc, job);
  }

  /** The requests of a control schema that was restored. */
  public RestoredRequests restored(String job, SealingKey key) {
    return new RestoredRequests(jdbc, job, key, stillNeeded(job));
  }

  /** The same once they are where the mirror saw them last. */
  public ReplayedRequests replayed(String job, SealingKey key) {
    return new ReplayedRequests(jdbc, job, key, stillNeeded(job));
  }

  /** Whether somebody has still to be told of a request, or to be answered. */
  private Predicate<String> stillNeeded(String job) {
    Answers answers = new Answers(jdbc, job);
    return request -> answers.isOwed(request) || notices(job).isOpenFor(request);
  }

  public ErasureRequests requests(JobFile job, SealingKey key, Mirror mirror) {
    return new ErasureRequests(
        jdbc,
        job.job(),
        key,
        mirror,
        job.requests().answered() ? Optional.of(Deadlines.of(job)) : Optional.empty(),
        notices(job.job())::isOpenFor);
  }
}
