package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.policy.DueRule;
import org.quietus.policy.ErasureClock;
import org.quietus.policy.Term;
import org.quietus.policy.WorkCalendar;
import org.quietus.policy.calendar.Calendars;
import org.quietus.request.RequestTimes.Pause;
import org.quietus.testing.Seeds;

/** Random requests, counted once more day by day with tables of the test's own. */
class DeadlinesByHandTest {
  private static final WorkCalendar CHINA = Calendars.of("CN");
  private static final int[] LENGTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  /** China in 2026 as its government announced it: MMdd, first and last of the days off. */
  private static final int[][] OFF = {
    {101, 103}, {215, 223}, {404, 406}, {501, 505}, {619, 621}, {925, 927}, {1001, 1007}
  };

  private static final Set<Integer> WORKED_WEEKENDS = Set.of(104, 214, 228, 509, 920, 1010);

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Asia/Shanghai"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/Sao_Paulo"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("Pacific/Apia"));

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void countsAsADayByDayCountDoes() {
    int rounds = Seeds.rounds(2_000);
    for (int i = 0; i < rounds; i++) {
      ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
      boolean working = random.nextBoolean();
      int answer = 1 + random.nextInt(working ? 40 : 6);
      int extend = 1 + random.nextInt(working ? 20 : 3);
      RequestTimes times = times(zone);
      Instant now = times.received().plusSeconds(random.nextInt(200 * 86_400));
      String which =
          "seed %d: %s, %d + %d, working %s, %s, now %s"
              .formatted(seed, zone, answer, extend, working, times, now);
      Deadlines deadlines =
          Deadlines.of(
              clock(term(answer, working), term(extend, working)), zone, Optional.of(CHINA));
      LocalDate first = byHand(answer, working, zone, times, now);
      check(which, working, first, deadlines.answer(unextended(times), now));
      boolean inTime = times.extended().filter(at -> !day(at, zone).isAfter(first)).isPresent();
      check(
          which,
          working,
          inTime ? byHand(answer + extend, working, zone, times, now) : first,
          deadlines.answer(times, now));
    }
  }

  private static void check(
      String which, boolean working, LocalDate expected, Optional<DueDay> counted) {
    assertThat(counted.map(DueDay::day)).as(which).contains(expected);
    assertThat(counted.flatMap(DueDay::provisional).isPresent())
        .as(which)
        .isEqualTo(working && expected.getYear() != 2026);
  }

  private static RequestTimes unextended(RequestTimes times) {
    return new RequestTimes(times.received(), times.identified(), times.pauses(), Optional.empty());
  }

  /** Beyond the year that there is a table of each day may be worked. */
  private static LocalDate byHand(
      int count, boolean working, ZoneId zone, RequestTimes times, Instant now) {
    LocalDate day = day(times.received(), zone);
    int left = working ? count : daysOfMonths(day, count);
    while (left > 0) {
      day = day.plusDays(1);
      boolean stood = stoodAtTheEnd(day, zone, times, now);
      if (!stood && (!working || day.getYear() != 2026 || isWorkedInChina(day))) {
        left--;
      }
    }
    return day;
  }

  /** From a day to the same of a later month, or to that month's last if it lacks it. */
  private static int daysOfMonths(LocalDate from, int months) {
    int days = 0;
    int year = from.getYear();
    int month = from.getMonthValue();
    for (int i = 0; i < months; i++) {
      days += length(year, month);
      year += month == 12 ? 1 : 0;
      month = month == 12 ? 1 : month + 1;
    }
    return days - Math.max(0, from.getDayOfMonth() - length(year, month));
  }

  private static int length(int year, int month) {
    return month == Month.FEBRUARY.getValue() && year % 4 == 0 ? 29 : LENGTHS[month - 1];
  }

  private static boolean isWorkedInChina(LocalDate day) {
    int monthAndDay = day.getMonthValue() * 100 + day.getDayOfMonth();
    for (int[] off : OFF) {
      if (monthAndDay >= off[0] && monthAndDay <= off[1]) {
        return false;
      }
    }
    return day.getDayOfWeek().getValue() <= 5 || WORKED_WEEKENDS.contains(monthAndDay);
  }

  private static boolean stoodAtTheEnd(
      LocalDate day, ZoneId zone, RequestTimes times, Instant now) {
    long end = day.plusDays(1).atStartOfDay(zone).toEpochSecond();
    boolean stood = false;
    for (Pause pause : times.pauses()) {
      long to = pause.to().orElse(now).getEpochSecond();
      stood |= pause.from().getEpochSecond() < end && Math.min(to, now.getEpochSecond()) >= end;
    }
    return stood;
  }

  private RequestTimes times(ZoneId zone) {
    LocalDate first = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(300));
    Instant received = first.atStartOfDay(zone).plusSeconds(random.nextInt(86_400)).toInstant();
    if (day(received, zone).getYear() != 2026) {
      received = first.atTime(12, 0).atZone(zone).toInstant();
    }
    List<Pause> pauses = new ArrayList<>();
    Instant at = received;
    for (int i = random.nextInt(4); i > 0; i--) {
      at = at.plusSeconds(random.nextInt(20 * 86_400));
      Instant to = at.plusSeconds(random.nextInt(8 * 86_400));
      pauses.add(new Pause(at, random.nextInt(6) == 0 ? Optional.empty() : Optional.of(to)));
    }
    Optional<Instant> extended =
        Optional.of(received.plusSeconds(random.nextInt(80 * 86_400)))
            .filter(any -> random.nextBoolean());
    return new RequestTimes(received, Optional.empty(), pauses, extended);
  }

  private static Term.Days term(int count, boolean working) {
    return working ? new Term.WorkingDays(count) : new Term.CalendarDays(Period.ofMonths(count));
  }

  private static ErasureClock clock(Term.Days answer, Term.Days extend) {
    return new ErasureClock(
        Optional.of(new DueRule(answer, DueRule.Start.RECEIPT)),
        Optional.of(extend),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static LocalDate day(Instant instant, ZoneId zone) {
    return instant.atZone(zone).toLocalDate();
  }
}
