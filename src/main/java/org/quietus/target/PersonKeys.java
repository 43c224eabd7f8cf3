package org.quietus.target;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.quietus.catalog.RowValues;
import org.quietus.plan.CarriedOut;

/**
 * The rows that a request is about, frozen when they were found.
 *
 * @param rows none if nobody was found
 * @param erasedAt the erasure instant; what was created later is somebody else's
 * @param whose what is known of whom they belong to
 * @param unmatched what of the frozen rows cannot be read any more
 * @param actedOn whether a run has acted on the rows before, so that one under a key of theirs need
 *     not be the one that was found
 * @param confirmed those of the rows of which somebody has said since that they are the person's
 * @param gone the keys of rows between the person's own and others that runs have deleted
 * @param undecided how many further rows there are of which somebody has to say whose they are
 * @param carried what was carried out for the person, if all but kept rows was found gone: where
 *     they are there again, only these are still theirs
 * @param foundAs what those of the rows held that are known by a name
 */
public record PersonKeys(
    List<RowValues> rows,
    Instant erasedAt,
    Whose whose,
    Unmatched unmatched,
    boolean actedOn,
    List<RowValues> confirmed,
    List<GoneKey> gone,
    int undecided,
    Optional<CarriedOut> carried,
    FoundAs foundAs) {
  public PersonKeys {
    rows = List.copyOf(rows);
    confirmed = List.copyOf(confirmed);
    gone = List.copyOf(gone);
  }

  /** Rows of a person for whom not all was carried out. */
  public PersonKeys(
      List<RowValues> rows,
      Instant erasedAt,
      Whose whose,
      Unmatched unmatched,
      boolean actedOn,
      List<RowValues> confirmed,
      List<GoneKey> gone,
      int undecided) {
    this(
        rows,
        erasedAt,
        whose,
        unmatched,
        actedOn,
        confirmed,
        gone,
        undecided,
        Optional.empty(),
        FoundAs.UNKNOWN);
  }

  /** Rows that no run has acted on yet. */
  public PersonKeys(List<RowValues> rows, Instant erasedAt, Whose whose, Unmatched unmatched) {
    this(rows, erasedAt, whose, unmatched, false, List.of(), List.of(), 0);
  }

  /** Rows that can all be read. */
  public PersonKeys(List<RowValues> rows, Instant erasedAt, Whose whose) {
    this(rows, erasedAt, whose, Unmatched.NOTHING);
  }

  /** Rows of which several are several persons'. */
  public PersonKeys(List<RowValues> rows, Instant erasedAt) {
    this(rows, erasedAt, Whose.ONE_EACH);
  }

  /**
   * Frozen values whose column is gone, or means something else by now.
   *
   * @param rows how many frozen rows have such a value
   * @param columns e.g. {@code customer.address_id}
   */
  public record Unmatched(long rows, Set<String> columns) {
    public static final Unmatched NOTHING = new Unmatched(0, Set.of());

    public Unmatched {
      columns = new TreeSet<>(columns);
    }

    public boolean isNothing() {
      return rows == 0;
    }
  }

  /** The same person with these rows. */
  public PersonKeys with(List<RowValues> other, Whose known) {
    return new PersonKeys(
        other, erasedAt, known, unmatched, actedOn, confirmed, gone, undecided, carried, foundAs);
  }

  /** The same person, on whose rows a run has acted if that is so. */
  public PersonKeys actedOn(boolean acted) {
    return new PersonKeys(
        rows,
        erasedAt,
        whose,
        unmatched,
        actedOn || acted,
        confirmed,
        gone,
        undecided,
        carried,
        foundAs);
  }

  /** The same person, of whose rows somebody has said so of these. */
  public PersonKeys confirming(List<RowValues> said) {
    return new PersonKeys(
        rows, erasedAt, whose, unmatched, actedOn, said, gone, undecided, carried, foundAs);
  }

  /** The same person, of whose rows these were deleted. */
  public PersonKeys gone(List<GoneKey> deleted) {
    return new PersonKeys(
        rows, erasedAt, whose, unmatched, actedOn, confirmed, deleted, undecided, carried, foundAs);
  }

  /** The same person, with more that cannot be read any more. */
  public PersonKeys alsoUnmatched(long more, Set<String> columns) {
    Set<String> all = new TreeSet<>(unmatched.columns());
    all.addAll(columns);
    return new PersonKeys(
        rows,
        erasedAt,
        whose,
        new Unmatched(unmatched.rows() + more, all),
        actedOn,
        confirmed,
        gone,
        undecided,
        carried,
        foundAs);
  }

  /** The same person, for whom that was carried out. */
  public PersonKeys after(Optional<CarriedOut> done) {
    return new PersonKeys(
        rows, erasedAt, whose, unmatched, actedOn, confirmed, gone, undecided, done, foundAs);
  }

  /** The same person, beside rows of which somebody has to say whose they are. */
  public PersonKeys beside(int doubtful) {
    return new PersonKeys(
        rows, erasedAt, whose, unmatched, actedOn, confirmed, gone, doubtful, carried, foundAs);
  }

  /** The same person, of whose rows that is known. */
  public PersonKeys foundAs(FoundAs known) {
    return new PersonKeys(
        rows, erasedAt, whose, unmatched, actedOn, confirmed, gone, undecided, carried, known);
  }

  /** Whom rows belong to. */
  public enum Whose {
    /** Each to somebody else. */
    ONE_EACH,
    /** All to this one person. */
    ONE_PERSON,
    /** Nothing can be said, even of a single one or of none. */
    UNKNOWN
  }

  /** Whether a person has to say whose the rows are. */
  public boolean isAmbiguous() {
    return switch (whose) {
      case ONE_EACH -> rows.size() > 1;
      case ONE_PERSON -> false;
      case UNKNOWN -> true;
    };
  }
}
