package org.quietus.cli.output;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Moments for people, in a job's zone, as certificates count its days; JSON has them in UTC. */
public record ShownTimes(ZoneId zone) {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

  /** The local day. */
  public LocalDate day(Instant at) {
    return at.atZone(zone).toLocalDate();
  }

  /** The local day, if there is a moment. */
  public Optional<LocalDate> day(Optional<Instant> at) {
    return at.map(this::day);
  }

  /** To the second, with the offset, e.g. {@code 2026-03-01 13:00:00 +01:00}. */
  public String moment(Instant at) {
    return at.atZone(zone).format(MOMENT);
  }

  /** The same, if there is a moment. */
  public Optional<String> moment(Optional<Instant> at) {
    return at.map(this::moment);
  }
}
