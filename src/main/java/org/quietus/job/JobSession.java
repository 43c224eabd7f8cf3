package org.quietus.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.quietus.catalog.Catalog;
import org.quietus.certificate.Certificate;
import org.quietus.plan.Lifetime;
import org.quietus.plan.Plan;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.target.BackupStock;

/** One opened job: its database, control schema and evidence, and what can be done with them. */
public interface JobSession extends AutoCloseable {

  JobFile job();

  /**
   * Refuses to go on if the database was restored and not replayed since, or if the evidence store
   * lost what was mirrored to it. Every command that reads or writes the control schema asks first.
   *
   * @throws CannotRun with {@link CannotRun#WAITS} or {@link CannotRun#REFUSED}
   */
  void requireLevel();

  /**
   * The same, but for a replay that is unfinished and has caught up with the evidence store: what
   * keeps it from going on may be a hold.
   */
  void requireCaughtUp();

  /** What the database says of its tables now. */
  List<Catalog> catalogs();

  /** The databases of the job that may be back soon; the job is open without them. */
  List<Unreached> down();

  /**
   * What a run would do, in order.
   *
   * @throws org.quietus.policy.InvalidInput with everything that stands against running it
   */
  Plan plan(Set<Scope> only);

  /** What a run needs beside a plan and would miss; nothing is changed by asking. */
  List<Problem> unready();

  /** How long data of each category may exist, over all copies; for a plan of the whole job. */
  List<Lifetime> lifetimes(Plan plan);

  /** The statements that the plan's chunks are made of, for people to read. */
  List<String> sql(Plan plan);

  /** How many rows each step would touch now. */
  List<DueCount> dueCounts(Plan plan);

  /** Which partitions would go as a whole now, by step of a rule that asks for it. */
  default List<PartitionOutlook> partitions(Plan plan) {
    return List.of();
  }

  /** What open erasure requests would take now, by step; nothing where there is no request. */
  List<RequestCount> requestCounts(Plan plan);

  /** What is there of each backup set now; nothing of it is read. */
  List<BackupStock> backupStock();

  /** Names what the plan does; unaffected by counts and cutoffs. */
  String fingerprint(Plan plan);

  /** Whether a plan of that fingerprint may run unattended. */
  ApprovalState approval(String fingerprint);

  /**
   * Lets plans of that fingerprint run unattended, up to {@code maxRows} rows each.
   *
   * @param windDown whether the service is to be closed; runs of any day are approved apart
   */
  void approve(String fingerprint, boolean windDown, OptionalLong maxRows);

  /**
   * Takes a database for the one that is meant from now on, although the job worked on another one
   * before.
   *
   * @throws CannotRun if an unfinished run has begun in that one
   */
  void accept(String database);

  /** Resumes the job's unfinished run, or begins one, and works it off. */
  RunResult run(RunOptions options, RunListener listener);

  /** Erases once more who was erased, after the database was restored; then runs retention. */
  RunResult replay(ReplayOptions options, RunListener listener);

  /** What a replay would find; nothing is written. */
  ReplayFindings lookForReplay(ReplayOptions options);

  /** The keys of suppression tokens, the first epoch first. */
  List<KeySummary> keys();

  /** Begins a new epoch of these keys. */
  KeySummary rotateKey();

  /** Destroys the key of an epoch that no copy of the data needs any more. */
  KeySummary destroyKey(int epoch);

  /**
   * Abandons an unfinished run, which is certified as failed with its counts.
   *
   * @return why there is no certificate, if what was recorded cannot be certified
   */
  Optional<String> abandon(String runId);

  /** Where orders are given to the run that is at work. */
  PaceDesk pace();

  /** The job's erasure requests. */
  RequestDesk requests();

  /** What those were told who had received data of erased persons. */
  RecipientDesk recipients();

  /**
   * Where it is decided whose the rows of ambiguous requests are.
   *
   * @throws org.quietus.policy.InvalidInput with everything that stands against erasing anybody
   */
  ReviewDesk reviews();

  /**
   * The job's lists of hashed identifiers.
   *
   * @throws org.quietus.policy.InvalidInput with everything that stands against erasing anybody
   */
  HashListDesk hashLists();

  /** The holds and restrictions on the job's database. */
  HoldBook holds();

  /**
   * Asks the verification queries of a certificate again; nothing is changed.
   *
   * @param then the job file that the certificate was issued under
   */
  LiveReading readAgain(Certificate certificate, JobFile then);

  Status status();

  @Override
  void close();
}
