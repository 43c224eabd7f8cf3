package org.quietus.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import org.quietus.catalog.Column;
import org.quietus.policy.Condition;
import org.quietus.policy.Cutoff;
import org.quietus.policy.Keep;

/**
 * A basis on which rows stay, with its cutoff: a row stays unless its {@code keep.from()} is
 * strictly earlier; a NULL there stays too, since nothing tells when its period ends.
 *
 * @param where which rows it is a basis for; all if empty
 * @param awaited whether a request that found such rows has to take them when they come due
 */
public record Kept(
    Keep keep, Column.Type fromType, Cutoff cutoff, Optional<Condition> where, boolean awaited) {
  private static final String NO_COLUMN = "";

  /** A basis whose rows a request has to take when they come due. */
  public Kept(Keep keep, Column.Type fromType, Cutoff cutoff, Optional<Condition> where) {
    this(keep, fromType, cutoff, where, true);
  }

  /** The same, where a retention rule takes the rows when they come due, and no request waits. */
  Kept byRule() {
    return new Kept(
        new Keep(false, keep.period(), keep.from(), keep.because()),
        fromType,
        cutoff,
        where,
        false);
  }

  /** A basis on which all rows stay for as long as the job file says so. */
  public static Kept withoutEnd(String because) {
    return new Kept(
        new Keep(false, Period.ZERO, NO_COLUMN, because),
        Column.Type.OTHER,
        new Cutoff(LocalDate.EPOCH, Instant.EPOCH, ZoneOffset.UTC),
        Optional.empty(),
        false);
  }

  /** Whether no day can come on which the rows are due by themselves. */
  public boolean isWithoutEnd() {
    return keep.from().equals(NO_COLUMN);
  }
}
