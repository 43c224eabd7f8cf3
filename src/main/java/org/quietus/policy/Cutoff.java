package org.quietus.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The moment before which records are due, exclusive: a record is due when its {@code from} is
 * strictly earlier.
 *
 * <p>A column without a zone is compared with the cutoff as the clocks of the database's zone show
 * it. Where they show the same hour twice, the earlier reading counts, so that no record goes
 * before its time; for the same reason an hour that they skip counts as if they went on to it.
 *
 * @param day the local day, in {@code zone}, that starts at the cutoff
 * @param instant the first instant of that day
 * @param zone the job's zone
 */
public record Cutoff(LocalDate day, Instant instant, ZoneId zone) {

  /** The cutoff for a column of date and time without a zone, written in the given zone. */
  public LocalDateTime inZone(ZoneId databaseZone) {
    ZonedDateTime there = instant.atZone(databaseZone);
    ZoneRules rules = databaseZone.getRules();
    ZoneOffsetTransition skipped = rules.previousTransition(instant.plusNanos(1));
    if (skipped != null
        && skipped.isGap()
        && instant.isBefore(skipped.getInstant().plus(skipped.getDuration()))) {
      return LocalDateTime.ofInstant(instant, skipped.getOffsetBefore());
    }
    ZoneOffsetTransition change = rules.getTransition(there.toLocalDateTime());
    boolean shownAgainLater =
        change != null && change.isOverlap() && there.getOffset().equals(change.getOffsetBefore());
    return shownAgainLater ? change.getDateTimeAfter() : there.toLocalDateTime();
  }

  /**
   * The cutoff for a DATE column written in the given zone: due if strictly earlier. The same as
   * {@link #day} in the job's own zone; in another one, a day that the cutoff falls into is not yet
   * due.
   */
  public LocalDate dayIn(ZoneId databaseZone) {
    return inZone(databaseZone).toLocalDate();
  }
}
