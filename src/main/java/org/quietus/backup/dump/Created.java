package org.quietus.backup.dump;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Row;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Age;

/**
 * When a person's row in a dump was created, as far as it tells.
 *
 * @param zone of the moment; empty if nothing says it
 */
public record Created(@Nullable Object moment, Optional<ZoneId> zone) {
  /** Of a row that does not tell. */
  public static final Created UNKNOWN = new Created(null, Optional.empty());

  private static final int FIRST_YEAR = 1000;

  /** Creation times are often kept in whole seconds, rounded up. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  /** Where a time of day comes first, and where it comes last. */
  private static final ZoneOffset EAST = ZoneOffset.ofHours(14);

  private static final ZoneOffset WEST = ZoneOffset.ofHours(-12);

  public static Created of(SubjectType subject, BoundTable bound, Row row, Zones zones)
      throws IOException {
    Optional<String> column = subject.created();
    return column.isEmpty()
        ? UNKNOWN
        : new Created(bound.value(row, column.get()), zones.of(bound.column(column.get()), row));
  }

  /** What may lie between a time of day and UTC: two offsets in the hour that clocks repeat. */
  private List<ZoneOffset> offsets(LocalDateTime time) {
    if (zone.isEmpty()) {
      return List.of(EAST, WEST);
    }
    ZoneRules rules = zone.get().getRules();
    ZoneOffsetTransition change = rules.getTransition(time);
    return change == null
        ? rules.getValidOffsets(time)
        : List.of(change.getOffsetBefore(), change.getOffsetAfter());
  }

  /**
   * Whether a date or moment stands for none: servers know none before the year 1000, and let zeros
   * be written all the same; what PostgreSQL calls infinity is none either.
   */
  public static boolean isNoDate(@Nullable Object value) {
    return (value instanceof LocalDate day
            && (day.getYear() < FIRST_YEAR || day.equals(LocalDate.MAX)))
        || (value instanceof LocalDateTime time
            && (time.getYear() < FIRST_YEAR || time.equals(LocalDateTime.MAX)));
  }

  /** The moment and its zone as text, the same for rows that tell the same. */
  public String text() {
    return moment == null
        ? ""
        : (moment instanceof UnreadValue ? "unread" : moment)
            + zone.map(of -> " " + of.getId()).orElse("");
  }

  /** When the row was created beside an erasure; a date alone leaves the day of it open. */
  public Age beside(Instant erasure) {
    if (isNoDate(moment)) {
      return Age.UNKNOWN;
    }
    if (moment instanceof LocalDate day) {
      LocalDate last = erasure.atZone(zone.orElse(ZoneOffset.UTC)).toLocalDate();
      return day.isBefore(last) ? Age.BEFORE : day.equals(last) ? Age.DOUBTFUL : Age.AFTER;
    }
    if (moment instanceof LocalDateTime time) {
      Instant latest = erasure.plus(ROUNDING);
      List<ZoneOffset> offsets = offsets(time);
      long after =
          offsets.stream().filter(offset -> time.toInstant(offset).isAfter(latest)).count();
      return after == offsets.size() ? Age.AFTER : after > 0 ? Age.DOUBTFUL : Age.BEFORE;
    }
    return moment instanceof UnreadValue ? Age.DOUBTFUL : Age.UNKNOWN;
  }
}
