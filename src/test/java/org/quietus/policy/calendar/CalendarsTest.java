package org.quietus.policy.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.policy.CalendarYearUnknown;
import org.quietus.policy.WorkCalendar;

class CalendarsTest {
  private final WorkCalendar china = Calendars.of("CN");

  @Test
  void knowsEveryDayOffAndEveryMakeUpDayOfChina() {
    assertThat(days().filter(day -> !isWeekend(day) && !china.isWorkingDay(day))).hasSize(407);
    assertThat(days().filter(day -> isWeekend(day) && china.isWorkingDay(day))).hasSize(150);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2003-12-31", "2027-01-01"})
  void guessesNoYearOfChina(LocalDate day) {
    assertThatThrownBy(() -> china.isWorkingDay(day))
        .isInstanceOf(CalendarYearUnknown.class)
        .hasMessage(
            "the working days of %d are not known: calendar CN reaches from 2004 to 2026; install"
                + " a version of Quietus whose calendar reaches further",
            day.getYear());
  }

  @ParameterizedTest
  @CsvSource({
    "DE, 2026-10-03, false", // a Saturday too
    "DE, 2026-04-03, false", // Good Friday
    "DE, 2026-01-06, true",
    "DE-BY, 2026-01-06, false", // Epiphany
    "DE-BE, 2026-01-06, true",
    "DE-BE, 2026-03-06, true",
    "DE-BE, 2026-03-07, false", // a Saturday
    "GB, 2026-12-25, false",
    "GB-ENG, 2026-08-31, false", // summer bank holiday
    "US, 2026-11-26, false", // Thanksgiving
    "US, 2026-10-12, false", // Columbus Day, which the library lacks
    "SK, 2026-09-15, true", // a holiday before and, perhaps, after
    "SK, 2025-09-15, false",
    "SK, 2026-11-17, true",
    "JP, 2026-09-21, false", // Respect for the Aged Day
    "JP, 2026-09-22, false", // between two holidays
    "JP, 2026-09-23, false", // autumnal equinox
    "JP, 2026-09-24, true",
    "JP, 2026-12-23, true", // the last emperor's birthday
    "LT, 2026-12-24, false",
    "GR, 2026-01-30, true",
    "FR-67, 2026-04-03, false", // Good Friday in Alsace
    "FR, 2026-04-03, true",
  })
  void knowsTheWorkingDaysOfOtherCountries(String code, LocalDate day, boolean worked) {
    assertThat(Calendars.of(code).isWorkingDay(day)).isEqualTo(worked);
  }

  @ParameterizedTest
  @CsvSource({
    "DE, 2021-12-31",
    "DE-BY, 2036-01-01",
    "SG, 2025-01-01",
    "SK, 2027-09-15",
    "JP, 2029-01-01",
    "US, 2023-10-09"
  })
  void countsInNoYearThatALibraryCouldOnlyGuess(String code, LocalDate day) {
    WorkCalendar calendar = Calendars.of(code);

    assertThatThrownBy(() -> calendar.isWorkingDay(day))
        .isInstanceOf(CalendarYearUnknown.class)
        .hasMessageStartingWith("the working days of " + day.getYear() + " are not known");
  }

  /** Each of them can be read, and has its days in all of the years that it claims. */
  @Test
  void opensTheCalendarOfEveryCountry() {
    assertThat(CheckedCalendars.codes())
        .contains("DE", "DE-BY", "US")
        .doesNotContain("CN", "RU", "HU", "IN", "IS")
        .allSatisfy(
            code -> {
              WorkCalendar calendar = Calendars.of(code);
              LocalDate newYear = LocalDate.of(2024, 1, 1);
              assertThat(newYear.datesUntil(newYear.plusYears(1)).filter(calendar::isWorkingDay))
                  .hasSizeBetween(225, 310);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"XX", "RU", "de", "DE-XX", "CN-31", "", "NYSE", "IS", "CY", "US-CA"})
  void hasNoOtherCalendars(String code) {
    assertThat(Calendars.find(code)).isEmpty();
  }

  /** {@code .ci/calendars} makes the file: each day off from Monday to Friday, CODE DATE. */
  @Test
  @EnabledIfSystemProperty(named = "weekdays-off", matches = ".+")
  void agreesWithASecondSourceWhereverNoOtherReasonIsGiven() throws IOException {
    Set<String> theirs =
        Set.copyOf(Files.readAllLines(Path.of(System.getProperty("weekdays-off"))));
    List<String> different = new ArrayList<>();
    for (String code : codes()) {
      WorkCalendar calendar = Calendars.of(code);
      weekdaysFrom2024To2028()
          .filter(day -> isKnown(code, day))
          .filter(day -> calendar.isWorkingDay(day) == theirs.contains(code + " " + day))
          .map(day -> code + " " + day)
          .forEach(different::add);
    }
    assertThat(different).isEmpty();
  }

  private static List<String> codes() {
    return Stream.concat(
            Stream.of("JP"),
            CheckedCalendars.codes().stream()
                .filter(code -> !CheckedCalendars.find(code).orElseThrow().reviewed()))
        .toList();
  }

  private static boolean isKnown(String code, LocalDate day) {
    return CheckedCalendars.find(code).filter(entry -> day.getYear() > entry.until()).isEmpty();
  }

  private static Stream<LocalDate> weekdaysFrom2024To2028() {
    return LocalDate.of(2024, 1, 1)
        .datesUntil(LocalDate.of(2029, 1, 1))
        .filter(day -> !isWeekend(day));
  }

  /** {@code .ci/calendars} fetches it: dist/chinese-days.json of the npm package of that name. */
  @Test
  @EnabledIfSystemProperty(named = "chinese-days", matches = ".+")
  void agreesWithThePackageThatItsFactsAreFrom() throws IOException {
    JsonNode facts =
        new ObjectMapper().readTree(Files.readString(Path.of(System.getProperty("chinese-days"))));

    assertThat(days())
        .allSatisfy(
            day ->
                assertThat(china.isWorkingDay(day))
                    .as("%s is worked", day)
                    .isEqualTo(
                        facts.path("workdays").has(day.toString())
                            || (!isWeekend(day) && !facts.path("holidays").has(day.toString()))));
    assertThat(facts.path("holidays").fieldNames())
        .toIterable()
        .extracting(day -> LocalDate.parse(day).getYear())
        .allSatisfy(year -> assertThat(year).isBetween(2004, 2026));
  }

  private static Stream<LocalDate> days() {
    return LocalDate.of(2004, 1, 1).datesUntil(LocalDate.of(2027, 1, 1));
  }

  private static boolean isWeekend(LocalDate day) {
    return List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY).contains(day.getDayOfWeek());
  }
}
