package org.quietus.backup.dump;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.format.Row;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Age;

/** When a person's row in a dump was created, as far as it tells. */
public record Created(@Nullable Object moment, ZoneId zone) {
  /** Creation times are often kept in whole seconds, rounded up. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  /** {@code zone} is the one that the database's columns without a zone are written in. */
  public static Created of(SubjectType subject, BoundTable bound, Row row, ZoneId zone)
      throws IOException {
    Optional<String> column = subject.created();
    if (column.isEmpty()) {
      return new Created(null, zone);
    }
    boolean utc = bound.column(column.get()).type() == Column.Type.TIMESTAMP;
    return new Created(bound.value(row, column.get()), utc ? ZoneOffset.UTC : zone);
  }

  /** When the row was created beside an erasure; a date alone leaves the day of it open. */
  public Age beside(Instant erasure) {
    if (moment instanceof LocalDate day) {
      LocalDate last = erasure.atZone(zone).toLocalDate();
      return day.isBefore(last) ? Age.BEFORE : day.equals(last) ? Age.DOUBTFUL : Age.AFTER;
    }
    if (moment instanceof LocalDateTime time) {
      LocalDateTime latest = erasure.plus(ROUNDING).atZone(zone).toLocalDateTime();
      return time.isAfter(latest) ? Age.AFTER : Age.BEFORE;
    }
    return moment instanceof UnreadValue ? Age.DOUBTFUL : Age.UNKNOWN;
  }
}
