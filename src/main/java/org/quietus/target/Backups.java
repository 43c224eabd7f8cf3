package org.quietus.target;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Step;
import org.quietus.policy.JobText;
import org.quietus.policy.Problem;
import org.quietus.policy.SubjectType;
import org.quietus.request.SealingKey;

/**
 * The backups of a job's databases: what was erased from the data is erased from them too, object
 * version by object version, each in a journal of its own; what has outlived its period goes as a
 * whole.
 */
public interface Backups extends AutoCloseable {

  /** Whether there are none. */
  boolean isEmpty();

  /** Whether persons are taken out of any of those of a database. */
  boolean areRewritten(String database);

  /** What is there of each set now, for people to see; nothing is read or changed. */
  List<BackupStock> stock();

  /** Everything that speaks against working on them, all at once; nothing is changed by asking. */
  List<Problem> objections(JobText text);

  /**
   * The objections and, asked for together with them, the stores that do not answer now: it may
   * pass, and a run goes on without them, but is PARTIAL.
   */
  List<Problem> findings(JobText text);

  /**
   * Works every object version of a database off to a named end; what an earlier attempt of the
   * same run did is taken up where it stands.
   */
  void work(BackupTask task);

  /**
   * When the oldest object version of a set was made that a run left; empty if there is none. The
   * beginning of time where the set could not be listed.
   */
  Optional<Instant> oldest(String run, String set, SealingKey key);

  /** Has runs look on that day, at the latest, at what is kept in copies of erased persons. */
  void lookAtKept(LocalDate day);

  /** How the object versions that a run saw have ended, by set and state. */
  List<BackupEnd> ends(String run);

  /** What of a run's sets outlives the deletion of a version: codes of copies, by set. */
  Map<String, List<String>> outliving(String run);

  /**
   * How many object versions a run removed in spite of a retention, by set.
   *
   * @param request only those that rows of this request were in
   */
  Map<String, Long> bypassed(String run, Optional<String> request);

  /**
   * What a run left although a person may be in it; until the run is forgotten.
   *
   * @param databases those whose backups it worked on
   */
  LeftObjects left(String run, Set<String> databases, SealingKey key);

  /** What was found on reading the backups of a run again, as of now. */
  Rereading rereading(String run);

  /** A line for each set in which data from before a moment is, or may be. */
  List<String> heldFrom(Instant moment);

  /**
   * A line for each set with object versions that were not searched yet for everybody who was
   * erased: they came later, or were put back, or more is sought by now than was. Nothing is read
   * but their names.
   *
   * @param isFinished whether the erasure of a request's person has ended
   * @param kinds who is sought now, by database
   */
  List<String> unsearched(
      SealingKey key, Predicate<String> isFinished, Function<String, SoughtKinds> kinds);

  /**
   * Shows the rows of persons in every backup that persons are taken out of, as {@link
   * StepPersons#page} has them; nothing is changed.
   *
   * @return a line for each set of which something could not be read
   */
  List<String> eachPerson(
      Step step, SubjectType subject, List<String> further, Consumer<RowValues> action);

  /** Forgets what a run had to remember of objects and keys; after its end. */
  void forget(String run);

  @Override
  void close();

  /** What reading backups again showed. */
  interface Rereading {

    /** A line for each table of the person in each set that was searched. */
    List<TableDue> of(Sought person);

    /** That nothing which had outlived its period is left: a line for each set that had any. */
    List<TableDue> expired();
  }
}
