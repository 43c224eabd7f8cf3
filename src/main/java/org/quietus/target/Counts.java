package org.quietus.target;

import java.util.stream.LongStream;

/**
 * What became of the rows of one table in one chunk; counts of rows that were really affected,
 * never of intentions.
 *
 * @param unlinked rows of others whose reference to a removed row was emptied; not among the
 *     matched
 * @param gone rows that were selected but had changed or vanished when they were to be locked
 * @param ambiguous rows left alone because an identifier led to several persons
 * @param held rows left alone under a hold or restriction
 */
public record Counts(
    long deleted, long anonymised, long unlinked, long kept, long gone, long ambiguous, long held) {

  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

  public Counts {
    if (LongStream.of(deleted, anonymised, unlinked, kept, gone, ambiguous, held)
        .anyMatch(rows -> rows < 0)) {
      throw new IllegalArgumentException("a count is never negative");
    }
  }

  /** Rows that the rule applied to; every one of them has exactly one fate. */
  public long matched() {
    return deleted + anonymised + kept + gone + ambiguous + held;
  }

  /** Rows that were deleted, anonymised or unlinked. */
  public long changed() {
    return deleted + anonymised + unlinked;
  }

  public Counts plus(Counts other) {
    return new Counts(
        deleted + other.deleted,
        anonymised + other.anonymised,
        unlinked + other.unlinked,
        kept + other.kept,
        gone + other.gone,
        ambiguous + other.ambiguous,
        held + other.held);
  }

  public static Counts ofDeleted(long rows) {
    return new Counts(rows, 0, 0, 0, 0, 0, 0);
  }

  public static Counts ofAnonymised(long rows) {
    return new Counts(0, rows, 0, 0, 0, 0, 0);
  }

  public static Counts ofUnlinked(long rows) {
    return new Counts(0, 0, rows, 0, 0, 0, 0);
  }

  public static Counts ofKept(long rows) {
    return new Counts(0, 0, 0, rows, 0, 0, 0);
  }

  public static Counts ofGone(long rows) {
    return new Counts(0, 0, 0, 0, rows, 0, 0);
  }

  public static Counts ofAmbiguous(long rows) {
    return new Counts(0, 0, 0, 0, 0, rows, 0);
  }

  public static Counts ofHeld(long rows) {
    return new Counts(0, 0, 0, 0, 0, 0, rows);
  }
}
