package org.quietus.backup.file;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The moment of a record: ISO 8601, or seconds or milliseconds since 1970 as a number or its text.
 * A zero that was never set, the year 9999 for never, and a date that is written as a number
 * (20260301) are not one: nothing may be removed, or taken for somebody else's, because of them.
 *
 * @param zone of moments that are written without one
 */
record RecordMoment(ZoneId zone) {
  /** Beyond it a number counts milliseconds: as seconds it would be in the year 5138. */
  private static final BigDecimal FIRST_MILLIS = BigDecimal.valueOf(100_000_000_000L);

  /** No record is older, in its zone; what is written for a zero is all before it. */
  private static final Instant FIRST = Instant.parse("1971-01-01T00:00:00Z");

  /** A smaller number is rather something else than a count from 1970. */
  private static final Instant FIRST_COUNTED = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,9})?");
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendPattern("[XXX][XX][X]")
          .optionalEnd()
          .toFormatter(java.util.Locale.ROOT);

  /** The first and the last instant that a value may stand for. */
  private record Span(Instant first, Instant last) {
    static Span at(Instant one) {
      return new Span(one, one);
    }
  }

  /** The first instant that it may be; empty if the value is not a moment that can be believed. */
  Optional<Instant> of(@Nullable Object value) {
    return believed(value).map(Span::first);
  }

  /** The last instant that it may be: a day has many, and an hour that clocks repeat two. */
  Optional<Instant> last(@Nullable Object value) {
    return believed(value).map(Span::last);
  }

  private Optional<Span> believed(@Nullable Object value) {
    return read(value).filter(span -> !span.first().isBefore(FIRST) && span.first().isBefore(LAST));
  }

  private Optional<Span> read(@Nullable Object value) {
    if (value instanceof Number number) {
      return ofNumber(number.toString()).map(Span::at);
    }
    if (!(value instanceof String text)) {
      return Optional.empty();
    }
    String written = text.strip();
    try {
      return NUMBER.matcher(written).matches()
          ? ofNumber(written).map(Span::at)
          : Optional.of(ofText(written.replace(' ', 'T')));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> ofNumber(String text) {
    BigDecimal number = new BigDecimal(text);
    BigDecimal seconds =
        number.abs().compareTo(FIRST_MILLIS) < 0 ? number : number.movePointLeft(3);
    if (seconds.abs().compareTo(FIRST_MILLIS) >= 0 || seconds.scale() > 400) {
      return Optional.empty();
    }
    BigDecimal whole = seconds.setScale(0, java.math.RoundingMode.FLOOR);
    long nanos =
        seconds
            .subtract(whole)
            .movePointRight(9)
            .setScale(0, java.math.RoundingMode.FLOOR)
            .longValueExact();
    return Optional.of(Instant.ofEpochSecond(whole.longValueExact(), nanos))
        .filter(moment -> !moment.isBefore(FIRST_COUNTED));
  }

  private Span ofText(String text) {
    if (text.indexOf('T') < 0 && text.indexOf('t') < 0) {
      return day(LocalDate.parse(text));
    }
    TemporalAccessor moment = MOMENT.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    if (moment instanceof OffsetDateTime exact) {
      return Span.at(exact.toInstant());
    }
    LocalDateTime local = (LocalDateTime) moment;
    if (local.toLocalTime().equals(LocalTime.MIDNIGHT)) {
      return day(local.toLocalDate()); // as programs hold a date that know times alone
    }
    ZonedDateTime first = local.atZone(zone);
    return new Span(first.toInstant(), first.withLaterOffsetAtOverlap().toInstant());
  }

  private Span day(LocalDate day) {
    Instant next = day.plusDays(1).atStartOfDay(zone).toInstant();
    return new Span(day.atStartOfDay(zone).toInstant(), next.minusNanos(1));
  }
}
