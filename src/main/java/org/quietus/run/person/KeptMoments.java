package org.quietus.run.person;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.catalog.Column;
import org.quietus.plan.Basis;
import org.quietus.plan.Step;
import org.quietus.target.KeptRows;
import org.quietus.target.LastDay;

/**
 * Up to which moment rows of a table began their period that were kept: a new row of a person who
 * is back begins its own later.
 *
 * @param zone of what columns hold that tell no instant
 */
record KeptMoments(List<Step> steps, String table, ZoneId zone) {
  /** Days that may be the next one somewhere, or that a period in months does not tell apart. */
  private static final int DAYS_AHEAD = 5;

  private static final int ZONES_AND_DAY_AFTER = 2;

  /** Empty if one of them may have begun later than that, or does not tell. */
  Optional<Instant> upTo(List<KeptRows> kept, Instant now) {
    Instant latest = now;
    for (KeptRows rows : kept) {
      Optional<Instant> end = end(rows, now);
      if (end.isEmpty()) {
        return end;
      }
      latest = end.get().isAfter(latest) ? end.get() : latest;
    }
    return Optional.of(latest);
  }

  private Optional<Instant> end(KeptRows rows, Instant now) {
    List<Basis> bases = bases(rows).toList();
    LocalDate furthest = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return rows.lastUntil()
        .filter(
            last ->
                bases.stream()
                    .map(basis -> until(basis, furthest, ZONES_AND_DAY_AFTER))
                    .noneMatch(last::isAfter))
        .flatMap(
            last -> bases.stream().map(basis -> end(basis, last, now)).max(Instant::compareTo));
  }

  private Stream<Basis> bases(KeptRows rows) {
    return steps.stream()
        .flatMap(step -> step.members().stream())
        .filter(member -> member.table().table().equals(table))
        .flatMap(member -> member.bases().stream())
        .filter(basis -> basis.isOwn() && basis.kept().keep().because().equals(rows.basis()));
  }

  /** Now, or if the last of the rows begins later, the end of the last day on which it may. */
  private Instant end(Basis basis, LocalDate last, Instant now) {
    ZoneId read =
        basis
            .table()
            .column(basis.kept().keep().from())
            .filter(column -> column.type() == Column.Type.TIMESTAMP)
            .<ZoneId>map(instant -> ZoneOffset.UTC)
            .orElse(zone);
    LocalDate today = LocalDate.ofInstant(now, read);
    if (!last.isAfter(until(basis, today, 1))) {
      return now;
    }
    LocalDate day = today.plusDays(DAYS_AHEAD);
    while (until(basis, day, 1).isAfter(last)) {
      day = day.minusDays(1);
    }
    return day.plusDays(1).atStartOfDay(read).toInstant().minusSeconds(1);
  }

  private static LocalDate until(Basis basis, LocalDate day, int further) {
    return LastDay.atMost(day.plus(basis.kept().keep().period()).plusDays(further));
  }
}
