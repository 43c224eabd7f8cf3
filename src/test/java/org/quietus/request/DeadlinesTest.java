package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.policy.DueRule;
import org.quietus.policy.DueRule.Start;
import org.quietus.policy.ErasureClock;
import org.quietus.policy.Term;
import org.quietus.policy.WorkCalendar;
import org.quietus.policy.calendar.Calendars;
import org.quietus.request.RequestTimes.Pause;

class DeadlinesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");
  private static final Optional<WorkCalendar> CHINA = Optional.of(Calendars.of("CN"));

  @ParameterizedTest
  @CsvSource({
    // received (local time in Berlin), term, due day
    "2026-01-31T12:00, P1M, 2026-02-28",
    "2024-01-31T12:00, P1M, 2024-02-29",
    "2026-01-28T12:00, P1M, 2026-02-28",
    "2024-02-29T12:00, P1Y, 2025-02-28",
    "2026-03-31T00:00, P1M, 2026-04-30",
    "2026-03-31T23:59:59, P1M, 2026-04-30",
    "2026-03-28T12:00, P30D, 2026-04-27",
    "2026-12-31T12:00, P2M, 2027-02-28",
    "2026-02-14T12:00, P2W, 2026-02-28",
  })
  void countsMonthsAndDaysFromTheLocalDayOfReceipt(
      LocalDateTime received, Period term, LocalDate due) {
    Deadlines deadlines = deadlines(new Term.CalendarDays(term), Start.RECEIPT);
    RequestTimes times = RequestTimes.received(received.atZone(BERLIN).toInstant());

    assertThat(deadlines.answer(times, LATER)).contains(new DueDay(due, BERLIN));
  }

  @Test
  void countsInTheDayThatTheJobsZoneHas() {
    // 17:00 of 31 January in Berlin is the first hour of 1 February in Shanghai
    RequestTimes times = received("2026-01-31T16:00:00Z");
    ErasureClock clock = answer(new Term.CalendarDays(Period.ofMonths(1)), Start.RECEIPT);

    assertThat(Deadlines.of(clock, BERLIN, Optional.empty()).answer(times, LATER))
        .contains(new DueDay(LocalDate.parse("2026-02-28"), BERLIN));
    assertThat(Deadlines.of(clock, SHANGHAI, Optional.empty()).answer(times, LATER))
        .contains(new DueDay(LocalDate.parse("2026-03-01"), SHANGHAI));
  }

  @ParameterizedTest
  @CsvSource({
    // the Spring Festival of 2026 is 15 to 23 February; 14 and 28 February are worked Saturdays
    "2026-02-13, 1, 2026-02-14",
    "2026-02-14, 1, 2026-02-24",
    "2026-02-13, 6, 2026-02-28",
    "2026-02-12, 30, 2026-04-01",
    // 25 to 27 September and 1 to 7 October are off; 10 October is a worked Saturday
    "2026-09-24, 3, 2026-09-30",
    "2026-09-24, 5, 2026-10-09",
    "2026-09-24, 6, 2026-10-10",
    "2026-09-24, 7, 2026-10-12",
  })
  void countsWorkingDaysByChinasHolidaysAndMakeUpDays(LocalDate received, int days, LocalDate due) {
    Deadlines deadlines = china(days, Start.RECEIPT);
    RequestTimes times = RequestTimes.received(received.atTime(9, 0).atZone(SHANGHAI).toInstant());

    assertThat(deadlines.answer(times, LATER)).contains(new DueDay(due, SHANGHAI));
  }

  @ParameterizedTest
  @CsvSource({
    // 23 working days are left after 30 November; Saturdays and Sundays may be made up for
    "2026-11-30, 23, 2026-12-31, false",
    "2026-11-30, 24, 2027-01-01, true",
    "2026-11-30, 30, 2027-01-07, true",
    "2026-12-31, 15, 2027-01-15, true",
  })
  void countsEachDayThatMayBeWorkedOfAYearThatIsNotAnnounced(
      LocalDate received, int days, LocalDate due, boolean provisional) {
    RequestTimes times = RequestTimes.received(received.atTime(9, 0).atZone(SHANGHAI).toInstant());

    DueDay counted = china(days, Start.RECEIPT).answer(times, LATER).orElseThrow();

    assertThat(counted.day()).isEqualTo(due);
    assertThat(counted.provisional().orElse(""))
        .startsWith(
            provisional
                ? "the working days of 2027 are not known: calendar CN reaches from 2004 to 2026"
                : "");
    assertThat(counted.provisional().isPresent()).isEqualTo(provisional);
  }

  @Test
  void aMonthFromAProvisionalDayIsProvisionalToo() {
    ErasureClock clock =
        new ErasureClock(
            Optional.of(new DueRule(new Term.WorkingDays(30), Start.RECEIPT)),
            Optional.of(new Term.CalendarDays(Period.ofMonths(1))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Deadlines deadlines = Deadlines.of(clock, SHANGHAI, CHINA);

    DueDay due =
        deadlines
            .answer(extended("2026-11-30T01:00:00Z", "2026-12-01T01:00:00Z"), LATER)
            .orElseThrow();

    assertThat(due.day()).isEqualTo("2027-02-07");
    assertThat(due.provisional()).isPresent();
    assertThat(Deadlines.ifCertain(Optional.of(due))).isEmpty();
  }

  @Test
  void saysAheadOfTimeThatWorkingDaysReachIntoAYearThatIsNotKnown() {
    Deadlines deadlines = china(30, Start.RECEIPT);

    assertThat(deadlines.provisional(at("2026-11-01T01:00:00Z"))).isEmpty();
    assertThat(deadlines.provisional(at("2026-12-01T01:00:00Z"))).isPresent();
    assertThat(gdpr().provisional(at("2026-12-01T01:00:00Z"))).isEmpty();
  }

  /** As if each of the years that are known now were not known yet. */
  @Test
  void isNeverLaterThanWithTheHolidaysThatAreAnnouncedInTheEnd() {
    for (int last = 2004; last < 2026; last++) {
      Optional<WorkCalendar> then = Optional.of(new UntilYear(CHINA.orElseThrow(), last));
      LocalDate first = LocalDate.of(last, 11, 1);
      for (LocalDate day = first; day.getYear() == last; day = day.plusDays(1)) {
        for (int count : new int[] {1, 5, 15, 30, 60}) {
          Instant begin = day.atTime(9, 0).atZone(SHANGHAI).toInstant();
          String which = day + " + " + count;
          DueDay known = answer(count, CHINA, begin);
          DueDay early = answer(count, then, begin);
          assertThat(early.day()).as(which).isBeforeOrEqualTo(known.day());
          assertThat(early.provisional().isPresent())
              .as(which)
              .isEqualTo(early.day().getYear() > last);
        }
      }
    }
  }

  /** By then a few years are known, as they are today. */
  @Test
  void coolsOffForNoShorterThanWithTheHolidaysThatAreAnnouncedInTheEnd() {
    for (int last = 2014; last < 2026; last++) {
      Optional<WorkCalendar> then = Optional.of(new UntilYear(CHINA.orElseThrow(), last));
      LocalDate first = LocalDate.of(last, 11, 1);
      for (LocalDate day = first; day.getYear() == last; day = day.plusDays(1)) {
        for (int count : new int[] {1, 5, 15, 30}) {
          Instant begin = day.atTime(9, 0).atZone(SHANGHAI).toInstant();
          assertThat(coolingOff(count, then).coolingOffEnds(begin))
              .as(day + " + " + count)
              .isAfterOrEqualTo(coolingOff(count, CHINA).coolingOffEnds(begin));
        }
      }
    }
  }

  private static DueDay answer(int count, Optional<WorkCalendar> calendar, Instant received) {
    ErasureClock clock =
        new ErasureClock(
            Optional.of(new DueRule(new Term.WorkingDays(count), Start.RECEIPT)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return Deadlines.of(clock, SHANGHAI, calendar)
        .answer(RequestTimes.received(received), LATER)
        .orElseThrow();
  }

  private static Deadlines coolingOff(int count, Optional<WorkCalendar> calendar) {
    return Deadlines.of(
        new ErasureClock(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Term.WorkingDays(count)),
            Optional.empty()),
        SHANGHAI,
        calendar);
  }

  /** A calendar as it was before the years after one were announced. */
  private record UntilYear(WorkCalendar all, int lastYear) implements WorkCalendar {
    @Override
    public boolean isWorkingDay(LocalDate day) {
      if (day.getYear() > lastYear) {
        throw unknown(day.getYear());
      }
      return all.isWorkingDay(day);
    }

    @Override
    public String code() {
      return all.code();
    }

    @Override
    public int firstYear() {
      return all.firstYear();
    }

    @Override
    public boolean worksWeekends() {
      return all.worksWeekends();
    }
  }

  @Test
  void startsWithIdentityWhereTheClockSaysSo() {
    Deadlines deadlines = china(5, Start.IDENTITY);
    RequestTimes unknown = received("2026-03-02T01:00:00Z");
    RequestTimes known =
        new RequestTimes(
            unknown.received(),
            Optional.of(at("2026-03-09T01:00:00Z")),
            List.of(),
            Optional.empty());

    assertThat(deadlines.answer(unknown, LATER)).isEmpty();
    assertThat(deadlines.answer(known, LATER).map(DueDay::day))
        .contains(LocalDate.parse("2026-03-16"));
    assertThat(deadlines.answer(extended("2026-03-02T01:00:00Z", "2026-03-03T01:00:00Z"), LATER))
        .isEmpty();
  }

  @Test
  void aCountOfWorkingDaysPassesOverPausedOnes() {
    Pause nightOfTheFourth =
        new Pause(at("2026-03-04T01:00:00Z"), Optional.of(at("2026-03-05T01:00:00Z")));

    assertThat(
            china(5, Start.RECEIPT)
                .answer(paused("2026-03-02T01:00:00Z", nightOfTheFourth), LATER)
                .map(DueDay::day))
        .contains(LocalDate.parse("2026-03-10"));
  }

  @ParameterizedTest
  @CsvSource({
    // pause from, to, due day of a request received on 1 March at noon with P10D, else 11 March
    "2026-03-05T08:00, 2026-03-05T20:00, 2026-03-11",
    "2026-03-05T20:00, 2026-03-06T08:00, 2026-03-12",
    "2026-03-05T00:00, 2026-03-06T00:00, 2026-03-12",
    "2026-03-01T13:00, 2026-03-04T09:00, 2026-03-13",
    "2026-03-02T13:00, 2026-03-05T09:00, 2026-03-14",
    "2026-03-11T13:00, 2026-03-21T09:00, 2026-03-21",
    "2026-03-12T00:00, 2026-03-21T09:00, 2026-03-11",
    // over the change to summer time
    "2026-03-10T12:00, 2026-04-10T12:00, 2026-04-11",
    "2026-02-01T12:00, 2026-03-01T11:30, 2026-03-11",
  })
  void movesTheDueDayByEachPausedDay(LocalDateTime from, LocalDateTime to, LocalDate due) {
    Deadlines deadlines = deadlines(days(10), Start.RECEIPT);
    Pause pause =
        new Pause(from.atZone(BERLIN).toInstant(), Optional.of(to.atZone(BERLIN).toInstant()));

    assertThat(deadlines.answer(paused("2026-03-01T11:00:00Z", pause), LATER).map(DueDay::day))
        .contains(due);
  }

  @Test
  void countsAPauseThatLastsUpToNow() {
    Deadlines deadlines = deadlines(days(10), Start.RECEIPT);
    RequestTimes times =
        paused("2026-03-01T11:00:00Z", new Pause(at("2026-03-05T11:00:00Z"), Optional.empty()));

    assertThat(deadlines.answer(times, at("2026-03-05T12:00:00Z")).map(DueDay::day))
        .contains(LocalDate.parse("2026-03-11"));
    assertThat(deadlines.answer(times, at("2026-03-08T12:00:00Z")).map(DueDay::day))
        .contains(LocalDate.parse("2026-03-14"));
    assertThat(
            deadlines
                .answer(times, at("2028-03-08T12:00:00Z"))
                .orElseThrow()
                .daysLeft(at("2028-03-08T12:00:00Z")))
        .isEqualTo(6);
  }

  @Test
  void countsOverlappingPausesOnce() {
    Deadlines deadlines = deadlines(days(10), Start.RECEIPT);
    RequestTimes times =
        paused(
            "2026-03-01T11:00:00Z",
            new Pause(at("2026-03-05T11:00:00Z"), Optional.of(at("2026-03-07T11:00:00Z"))),
            new Pause(at("2026-03-06T11:00:00Z"), Optional.of(at("2026-03-08T11:00:00Z"))));

    assertThat(deadlines.answer(times, LATER).map(DueDay::day))
        .contains(LocalDate.parse("2026-03-14"));
  }

  @Test
  void extendsFromTheStartAndTheAnswerOnly() {
    Deadlines deadlines = gdpr();
    RequestTimes times = extended("2026-01-31T11:00:00Z", "2026-02-28T22:59:59Z");

    assertThat(deadlines.answer(times, LATER).map(DueDay::day))
        .contains(LocalDate.parse("2026-04-30"));
    assertThat(deadlines.erase(times, LATER).map(DueDay::day))
        .contains(LocalDate.parse("2026-02-28"));
  }

  @Test
  void isNotMovedByAnExtensionThatCameTooLate() {
    RequestTimes times = extended("2026-01-31T11:00:00Z", "2026-02-28T23:00:00Z");

    assertThat(gdpr().answer(times, LATER).map(DueDay::day))
        .contains(LocalDate.parse("2026-02-28"));
  }

  @Test
  void extendsWorkingDaysByMonthsFromTheFirstDueDay() {
    ErasureClock clock =
        new ErasureClock(
            Optional.of(new DueRule(new Term.WorkingDays(5), Start.RECEIPT)),
            Optional.of(new Term.CalendarDays(Period.ofMonths(1))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    RequestTimes times = extended("2026-03-09T01:00:00Z", "2026-03-10T01:00:00Z");

    assertThat(Deadlines.of(clock, SHANGHAI, CHINA).answer(times, LATER).map(DueDay::day))
        .contains(LocalDate.parse("2026-04-16"));
  }

  @Test
  void refusesExtensionsThatAreLateRepeatedOrWithoutAReason() {
    RequestTimes times = received("2026-01-31T11:00:00Z");
    RequestTimes extended = extended("2026-01-31T11:00:00Z", "2026-02-01T11:00:00Z");
    Instant inTime = at("2026-02-28T22:59:59Z");

    assertThat(gdpr().refusal(times, inTime, "many records")).isEmpty();
    assertThat(gdpr().refusal(times, inTime, " ")).contains(ExtensionRefusal.NO_REASON);
    assertThat(gdpr().refusal(times, at("2026-02-28T23:00:00Z"), "many records"))
        .contains(ExtensionRefusal.TOO_LATE);
    assertThat(gdpr().refusal(extended, inTime, "many records"))
        .contains(ExtensionRefusal.ALREADY_EXTENDED);
    assertThat(deadlines(days(10), Start.RECEIPT).refusal(times, inTime, "many records"))
        .contains(ExtensionRefusal.NOT_PROVIDED);
    ErasureClock extendOnly =
        new ErasureClock(
            Optional.empty(),
            Optional.of(days(10)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(
            Deadlines.of(extendOnly, BERLIN, Optional.empty())
                .refusal(times, inTime, "many records"))
        .contains(ExtensionRefusal.NOT_PROVIDED);
  }

  @Test
  void coolsOffUntilTheSeventhLocalDayIsComplete() {
    Instant ends = gdpr().coolingOffEnds(at("2026-03-25T11:00:00Z"));

    // summer time begins on 29 March
    assertThat(ends).isEqualTo("2026-04-01T22:00:00Z");
    assertThat(gdpr().coolingOffEnds(at("2026-03-24T23:00:00Z"))).isEqualTo(ends);
  }

  @Test
  void settlesAfterHoursToTheInstant() {
    assertThat(gdpr().settles(at("2026-03-28T22:00:00Z"))).isEqualTo("2026-03-29T04:00:00Z");
  }

  @Test
  void waitsForNothingWithoutAClock() {
    Deadlines none = Deadlines.of(ErasureClock.NONE, BERLIN, Optional.empty());
    Instant now = at("2026-03-28T22:00:00Z");

    assertThat(none.answer(RequestTimes.received(now), now)).isEmpty();
    assertThat(none.erase(RequestTimes.received(now), now)).isEmpty();
    assertThat(none.coolingOffEnds(now)).isEqualTo(now);
    assertThat(none.settles(now)).isEqualTo(now);
  }

  @Test
  void isOverdueOnlyWhenTheWholeDueDayHasPassed() {
    DueDay due = new DueDay(LocalDate.parse("2026-03-29"), BERLIN);

    assertThat(due.isOverdue(at("2026-03-29T21:59:59.999999999Z"))).isFalse();
    assertThat(due.isOverdue(at("2026-03-29T22:00:00Z"))).isTrue();
    assertThat(due.daysLeft(at("2026-03-27T23:00:00Z"))).isEqualTo(1);
    assertThat(due.daysLeft(at("2026-03-29T21:59:59Z"))).isZero();
    assertThat(due.daysLeft(at("2026-03-29T22:00:00Z"))).isEqualTo(-1);
  }

  @Test
  void refusesToCountWorkingDaysWithoutACalendar() {
    ErasureClock clock = answer(new Term.WorkingDays(5), Start.RECEIPT);

    assertThatThrownBy(() -> Deadlines.of(clock, BERLIN, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Deadlines gdpr() {
    return Deadlines.of(
        new ErasureClock(
            Optional.of(new DueRule(new Term.CalendarDays(Period.ofMonths(1)), Start.RECEIPT)),
            Optional.of(new Term.CalendarDays(Period.ofMonths(2))),
            Optional.of(new DueRule(new Term.CalendarDays(Period.ofMonths(1)), Start.RECEIPT)),
            Optional.of(new Term.CalendarDays(Period.ofDays(7))),
            Optional.of(new Term.Hours(Duration.ofHours(6)))),
        BERLIN,
        Optional.empty());
  }

  @Test
  void searchesOnceMoreAfterTheFirstErasureAlone() {
    Instant erased = at("2026-03-01T10:00:00Z");
    Instant end = at("2026-03-01T16:00:00Z");
    Deadlines settling = settling(Optional.of(new Term.Hours(Duration.ofHours(6))));
    ARequest request = new ARequest(erased);

    assertThat(settling.settles(request.in(State.APPROVED), erased)).contains(end);
    assertThat(settling.settles(request.in(State.RUNNING), erased)).contains(end);
    assertThat(settling.settles(request.in(State.DEFERRED), erased)).contains(end);
    assertThat(settling.settles(request.in(State.SETTLING), erased)).isEmpty();
    assertThat(settling.settles(request.in(State.COMPLETED), erased)).isEmpty();
    assertThat(settling.settles(request.settlingUntil(end).in(State.RUNNING), erased)).isEmpty();
    assertThat(settling(Optional.empty()).settles(new ARequest(erased).in(State.RUNNING), erased))
        .isEmpty();
  }

  private static Deadlines settling(Optional<Term> settle) {
    ErasureClock clock =
        new ErasureClock(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), settle);
    return Deadlines.of(clock, BERLIN, Optional.empty());
  }

  @Test
  void keepsTheFirstDueDayWhereTheJobFileGivesNoMoreTimeForAnExtension() {
    Deadlines deadlines = deadlines(days(30), Start.RECEIPT);
    RequestTimes times = extended("2026-03-01T12:00:00Z", "2026-03-10T12:00:00Z");

    assertThat(deadlines.answer(times, LATER))
        .contains(new DueDay(LocalDate.parse("2026-03-31"), BERLIN));
  }

  private static Deadlines china(int workingDays, Start from) {
    return Deadlines.of(answer(new Term.WorkingDays(workingDays), from), SHANGHAI, CHINA);
  }

  private static Deadlines deadlines(Term.Days within, Start from) {
    return Deadlines.of(answer(within, from), BERLIN, Optional.empty());
  }

  private static Term.Days days(int days) {
    return new Term.CalendarDays(Period.ofDays(days));
  }

  private static ErasureClock answer(Term.Days within, Start from) {
    return new ErasureClock(
        Optional.of(new DueRule(within, from)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static RequestTimes received(String instant) {
    return RequestTimes.received(at(instant));
  }

  private static RequestTimes paused(String received, Pause... pauses) {
    return new RequestTimes(at(received), Optional.empty(), List.of(pauses), Optional.empty());
  }

  private static RequestTimes extended(String received, String extended) {
    return new RequestTimes(at(received), Optional.empty(), List.of(), Optional.of(at(extended)));
  }

  private static Instant at(String instant) {
    return Instant.parse(instant);
  }
}
