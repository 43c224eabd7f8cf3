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
public record RowCounts(
    long deleted, long anonymised, long unlinked, long kept, long gone, long ambiguous, long held) {

  public static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0, 0, 0);

  public RowCounts {
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

  public RowCounts plus(RowCounts other) {
    return new RowCounts(
        deleted + other.deleted,
        anonymised + other.anonymised,
        unlinked + other.unlinked,
        kept + other.kept,
        gone + other.gone,
        ambiguous + other.ambiguous,
        held + other.held);
  }

  /**
   * Together with those of a run that followed at once: what it left it met again, so that the
   * greater of both counts.
   */
  public RowCounts then(RowCounts next) {
    return new RowCounts(
        deleted + next.deleted,
        anonymised + next.anonymised,
        unlinked + next.unlinked,
        Math.max(kept, next.kept),
        gone + next.gone,
        Math.max(ambiguous, next.ambiguous),
        Math.max(held, next.held));
  }

  public static RowCounts ofDeleted(long rows) {
    return new RowCounts(rows, 0, 0, 0, 0, 0, 0);
  }

  public static RowCounts ofAnonymised(long rows) {
    return new RowCounts(0, rows, 0, 0, 0, 0, 0);
  }

  public static RowCounts ofUnlinked(long rows) {
    return new RowCounts(0, 0, rows, 0, 0, 0, 0);
  }

  public static RowCounts ofKept(long rows) {
    return new RowCounts(0, 0, 0, rows, 0, 0, 0);
  }

  public static RowCounts ofGone(long rows) {
    return new RowCounts(0, 0, 0, 0, rows, 0, 0);
  }

  public static RowCounts ofAmbiguous(long rows) {
    return new RowCounts(0, 0, 0, 0, 0, rows, 0);
  }

  public static RowCounts ofHeld(long rows) {
    return new RowCounts(0, 0, 0, 0, 0, 0, rows);
  }
}
