package org.quietus.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.quietus.certificate.Occasion;
import org.quietus.evidence.Digest;

/** How moments, periods and digests read. */
final class Wording {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Words words;
  private final Occasion.Kind kind;

  Wording(Words words, Occasion.Kind kind) {
    this.words = words;
    this.kind = kind;
  }

  /** To the second for a run; the day for a request, because it is about one person. */
  String moment(Instant moment) {
    return kind == Occasion.Kind.REQUEST
        ? LocalDate.ofInstant(moment, ZoneOffset.UTC).toString()
        : utc(moment);
  }

  String utc(Instant moment) {
    return SECONDS.format(moment.atZone(ZoneOffset.UTC)) + " UTC";
  }

  String local(Instant moment, ZoneId zone) {
    return SECONDS.format(moment.atZone(zone)) + " " + zone.getId();
  }

  String period(Period period) {
    List<String> parts = new ArrayList<>();
    if (period.getYears() != 0) {
      parts.add(words.count("years", period.getYears()));
    }
    if (period.getMonths() != 0) {
      parts.add(words.count("months", period.getMonths()));
    }
    if (period.getDays() != 0 || parts.isEmpty()) {
      parts.add(words.count("days", period.getDays()));
    }
    return String.join(" ", parts);
  }

  String digest(Digest digest) {
    return "SHA-256 " + digest;
  }
}
