package org.quietus.target;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.quietus.catalog.RowValues;
import org.quietus.hold.Holds;
import org.quietus.plan.Step;
import org.quietus.policy.TableName;

/**
 * What the next chunk of a step is to look at.
 *
 * @param range the part of the table that it belongs to
 * @param position the key that the previous chunk of this range ended at
 * @param size how many rows it may change at most, at least 1
 * @param first whether it is the first chunk of its request, the one that counts what is kept
 * @param ours whether a run of ours may have deleted a row of a table that is missing: for the same
 *     request before, or by a rule since the person was found
 * @param acted whether runs have deleted or anonymised as many rows of a table for the same request
 *     before as the person has of their own, or found them gone
 * @param unmatched how many rows of a table the same run has noted already which nothing leads to
 *     any more
 * @param kept whether the last run that acted on the same request left rows of a table that were
 *     the person's: on a basis, or since nothing led to them any more
 * @param left the tables of which that run left rows which the request has to take later, and how
 *     many
 * @param gone the keys of rows that were deleted for the same request, as far as they are
 *     remembered
 * @param holds what may not be touched
 * @param person whose request it works for; empty for a retention rule
 * @param careful whether rows are locked one by one, and those that cannot be changed are looked
 *     for and left
 */
public record ChunkTask(
    KeyRange range,
    Optional<RowValues> position,
    int size,
    boolean first,
    Predicate<TableName> ours,
    Predicate<TableName> acted,
    ToLongFunction<TableName> unmatched,
    Predicate<TableName> kept,
    Supplier<Map<TableName, Long>> left,
    Supplier<List<GoneKey>> gone,
    Holds holds,
    Optional<PersonKeys> person,
    boolean careful) {

  public ChunkTask {
    if (size < 1) {
      throw new IllegalArgumentException("a chunk has at least one row");
    }
  }

  /** The same for a person of whom something else is known. */
  public ChunkTask of(PersonKeys known) {
    return with(size, left, Optional.of(known));
  }

  /** The same without what was left of tables that a step looks into. */
  public ChunkTask leftBeside(Step step) {
    return with(size, () -> step.without(left.get()), person);
  }

  /** The same, with no more rows than that. */
  public ChunkTask atMost(int rows) {
    return with(Math.min(size, rows), left, person);
  }

  private ChunkTask with(
      int rows, Supplier<Map<TableName, Long>> remaining, Optional<PersonKeys> known) {
    return new ChunkTask(
        range, position, rows, first, ours, acted, unmatched, kept, remaining, gone, holds, known,
        careful);
  }
}
