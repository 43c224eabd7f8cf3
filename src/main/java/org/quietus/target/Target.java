package org.quietus.target;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.hold.Hold;
import org.quietus.hold.Holds;
import org.quietus.plan.Basis;
import org.quietus.plan.CheckProbe;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.JobText;
import org.quietus.policy.Problem;
import org.quietus.policy.SubjectType;

/** Something that a plan's steps are worked off on: it is searched, acted on, and read again. */
public interface Target {

  /** Names the objection that it takes no changes. */
  String READ_ONLY = "READ-ONLY-SERVER";

  /** The job file's name for it. */
  String name();

  /** What it calls the place of its tables, which job files call as they like. */
  String schema();

  /** What it is, e.g. {@code MariaDB 11.4.5}. */
  String product();

  /** What limits how much of it is read. */
  ReadCap reads();

  /** Its own clock. */
  Instant now();

  /**
   * The step as something to be worked off, under whatever holds each chunk brings; {@code
   * blinding} keys the tokens of its rows.
   */
  StepTarget step(Step step, Optional<SubjectType> subject, byte[] blinding);

  /** Its tables as far as they lie in partitions. */
  PartitionedTables partitions();

  /** The persons whom a step is about, to be looked up. */
  StepPersons persons(Step step, SubjectType subject);

  /** The way through a retention step's table, were a run to begin now; all of it. */
  AccessPath path(Step step, Selection.Due due);

  /** Those of some keys that no row has again. */
  List<GoneKey> stillGone(Step step, List<GoneKey> keys);

  /** Whether a column holds one of some texts in any row, but for white space around it. */
  boolean holds(Table table, String column, List<String> texts);

  /** Whether a row with such values in some columns is kept on a basis. */
  boolean keeps(Basis basis, Table table, List<String> columns, RowValues values);

  /** Reads a column of text in all rows that have one. */
  void texts(Table table, String column, Consumer<String> each);

  /**
   * Children without a guardian's consent whose rows are not done, in the order of the primary key.
   *
   * @param after the primary key of the last row seen
   */
  List<FoundPerson> minors(
      Step step, SubjectType subject, LocalDate today, Optional<RowValues> after, int size);

  /**
   * Persons whose rows are not done, in the order of the primary key.
   *
   * @param after the primary key of the last row seen
   */
  List<FoundPerson> everybody(Step step, SubjectType subject, Optional<RowValues> after, int size);

  /** What a retention step would find now. */
  StepCounts count(Step step, Selection.Due due, Holds holds);

  /** How many rows of its own table a hold protects now. */
  long count(Hold hold);

  /** Whether any row of a person is held. */
  boolean isHeld(Step step, SubjectType subject, PersonKeys person, Holds holds);

  /**
   * Everything of it that speaks against a run of the plan, all at once; nothing is changed by
   * asking.
   */
  List<Problem> objections(Plan plan, JobText text);

  /**
   * What speaks against a run of a job that cannot be planned yet, as far as that can be told; to
   * be said beside what keeps it from being planned.
   *
   * @param probes what planning found out so far
   */
  List<Problem> objections(JobFile unplanned, List<CheckProbe> probes);

  /** That it takes no changes at the moment, if it is so. */
  default Optional<Problem> readOnly(JobText text) {
    return objections(new Plan(List.of(), List.of(), List.of(), List.of()), text).stream()
        .filter(problem -> problem.id().equals(READ_ONLY))
        .findFirst();
  }

  /** What keeps a run from writing its ledger; nothing is changed by asking. */
  List<Problem> controlObjections(JobText text);

  /** What a person should know of the target before a run, and need not mend. */
  List<Problem> warnings(JobText text);

  /** Whether some tables, and those that point at them, are as they were when it was opened. */
  boolean isAsRead(Set<String> tables);

  /**
   * Insists that changes of some tables do what they did when it was opened, whatever indexes there
   * are by now.
   *
   * @throws TablesChanged if they are others, or others point at them
   */
  void requireSame(Set<String> tables);

  /**
   * The statements that a step consists of, values left out, for people and for the fingerprint.
   */
  List<String> statements(Step step);

  /** About how many rows a table has. */
  long rows(Table table);

  /**
   * Eyes that took no part in the run: another credential where there is one, another connection in
   * any case.
   */
  Recheck recheck(Holds holds);

  /** Asks the server and its replicas what they have to do. */
  ServerLoad load();

  /** A log that keeps what was removed for a while, if there is one. */
  Optional<BeforeImages> beforeImages();

  /** The files of that log which are still there; empty if the user may not ask. */
  Optional<List<String>> beforeImageFiles();

  /** What of changed rows of some tables stays beside these, as far as there can be any. */
  default List<Remnant> remnants(Set<String> tables) {
    return List.of();
  }

  /** Reads again, and counts what is still due, and what would be but for holds. */
  interface Recheck {

    /** Whether a credential of its own looks. */
    boolean isSeparate();

    /**
     * Looks apart at rows that a run could not change: they count as failed instead of due.
     *
     * @param blinding keys the tokens of its rows
     */
    Recheck sparing(byte[] blinding, List<LeftRow> refused);

    /** Those of some spared rows that it has not met so far. */
    List<LeftRow> gone(List<LeftRow> rows);

    StepCounts due(Step step, Selection.Due due);

    /** The rows of each member that still hang on a due root row. */
    List<TableDue> members(Step step, Selection.Due due);

    /**
     * The rows of each table, the root's first, that a person's request should have removed or
     * anonymised.
     */
    List<TableDue> person(Step step, SubjectType subject, PersonKeys person);
  }
}
