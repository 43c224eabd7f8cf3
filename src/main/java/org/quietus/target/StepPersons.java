package org.quietus.target;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.policy.TableName;
import org.quietus.subject.Identifier;

/** The persons of one step: rows of their subject's table, by identifier once, then by key. */
public interface StepPersons {

  /**
   * The rows of the persons that any of the identifiers leads to.
   *
   * @param tenant whose customers alone are meant; empty for anybody's
   */
  List<RowValues> find(Optional<String> tenant, List<Identifier> identifiers);

  /**
   * By what a person is sought.
   *
   * @param tenant whose customers alone are meant; empty for anybody's
   */
  record KnownBy(Optional<String> tenant, List<Identifier> identifiers) {
    public KnownBy {
      identifiers = List.copyOf(identifiers);
    }
  }

  /** What {@link #find} gives for each of some persons, in their order; reads the table once. */
  List<List<RowValues>> findEach(List<KnownBy> persons);

  /**
   * Further rows that any of the identifiers leads to and that were created before the erasure,
   * which it did not find: what was loaded late. None if it cannot be told when rows were created.
   */
  List<RowValues> findLate(
      Optional<String> tenant, List<Identifier> identifiers, PersonKeys person);

  /** Those of {@link #findLate} that are among these rows, without reading any others. */
  List<RowValues> findLate(KnownBy sought, PersonKeys person, List<RowValues> among);

  /**
   * Whether one of a person's rows does not tell its tenant, or something hangs on it that is
   * another's.
   */
  boolean isCrossed(PersonKeys person);

  /**
   * Those of a person's rows that a name tells, that stay when they are erased, and that are not
   * there any more, nor anything that was kept with them.
   */
  List<RowValues> vanished(PersonKeys person);

  /**
   * What of a person's rows still leads to the person's other rows: as they are now and as they
   * were frozen, without what is somebody else's by now.
   */
  List<RowValues> leadingOn(PersonKeys person);

  /**
   * Those of a person's rows that are known by a name which another row has by now: it holds other
   * identifiers than the person's had when it was found.
   */
  List<RowValues> passedOn(PersonKeys person);

  /** The normalised identifiers of the rows that were found, by column; a null is left out. */
  Map<String, String> traits(PersonKeys person);

  /**
   * What tells a row from another one that comes to its name, by column: its normalised identifiers
   * and when it was created, as text, read at once; empty if it is not there.
   *
   * @param sought what has to lead to the row; empty if nothing has to
   */
  Optional<Map<String, String>> held(RowValues row, Optional<KnownBy> sought);

  /** The day on which a row was created; empty if it does not tell. */
  Optional<LocalDate> created(RowValues row);

  /**
   * Rows of a subject's table in the order of its primary key: the key, then the tenant where there
   * are any, then the identifiers in the job file's order, then further columns.
   *
   * @param after the primary key of the last row seen
   */
  List<RowValues> page(List<String> further, Optional<RowValues> after, int size);

  /** Whether a row has one of a person's keys today, whoever it belongs to. */
  boolean areKeysTaken(PersonKeys person);

  /**
   * Primary keys that no row of the subject's table has although rows of another table hang on
   * them, in an order of their own.
   *
   * @param by one of the step's joins to the primary key
   * @param after the last key seen
   */
  List<RowValues> withoutRow(Join by, Optional<RowValues> after, int size);

  /**
   * Primary keys of rows of the subject's table that the step has done already and that rows of
   * another table hang on, in their order; none if the step leaves no row.
   *
   * @param by one of the step's joins to the subject's table
   * @param after the last key seen
   */
  List<RowValues> belowDone(Join by, Optional<RowValues> after, int size);

  /** Whether rows of a table hang on none, by a join of the step. */
  boolean hangOnNone(Join by);

  /**
   * Which of these rows existed when the person was erased, as far as they tell; those that the
   * step has done already are left out.
   */
  default RowAges ages(PersonKeys person) {
    return ages(person, false);
  }

  /** The same; {@code done} for those too that the step has done already. */
  RowAges ages(PersonKeys person, boolean done);

  /** Those of some rows, done already, that hold what nothing but anonymising leaves in a row. */
  List<RowValues> traced(List<RowValues> rows);

  /**
   * When the first of the rows comes due that hang on a person's and stay for a while; that day if
   * one is due already, empty if none stays of which a day is known.
   *
   * @param kept whether rows of a table were kept for the person before: those that hang on a key
   *     or number of theirs which is somebody else's by now count too, since they may be theirs
   */
  Optional<LocalDate> comesDue(PersonKeys person, Predicate<TableName> kept, KeptLook look);

  /** Whether something hangs on a row that a law may keep for a time, and that has still to go. */
  boolean areKeptBelow(RowValues row);
}
