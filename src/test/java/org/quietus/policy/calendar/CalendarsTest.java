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
import java.util.List;
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
    "IN, 2026-08-15, false", // Independence Day
    "IN, 2026-08-08, true", // a Saturday
    "IN, 2026-08-09, false", // a Sunday
    "SA, 2026-03-06, false", // a Friday
    "SA, 2026-03-08, true", // a Sunday
    "US, 2026-11-26, false", // Thanksgiving
  })
  void knowsTheWorkingDaysOfOtherCountries(String code, LocalDate day, boolean worked) {
    assertThat(Calendars.of(code).isWorkingDay(day)).isEqualTo(worked);
  }

  @ParameterizedTest
  @CsvSource({"DE, 2021-12-31", "DE-BY, 2036-01-01", "SG, 2025-01-01"})
  void countsInNoYearThatALibraryCouldOnlyGuess(String code, LocalDate day) {
    WorkCalendar calendar = Calendars.of(code);

    assertThatThrownBy(() -> calendar.isWorkingDay(day))
        .isInstanceOf(CalendarYearUnknown.class)
        .hasMessageStartingWith("the working days of " + day.getYear() + " are not known");
  }

  /** Each of them can be read, and has its days in all of the years that it claims. */
  @Test
  void opensTheCalendarOfEveryCountry() {
    assertThat(ComputedCalendar.countries())
        .contains("DE", "IN", "US")
        .doesNotContain("CN", "RU", "HU")
        .allSatisfy(
            code -> {
              WorkCalendar calendar = Calendars.of(code);
              LocalDate newYear = LocalDate.of(2024, 1, 1);
              assertThat(newYear.datesUntil(newYear.plusYears(1)).filter(calendar::isWorkingDay))
                  .hasSizeBetween(225, 310);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"XX", "RU", "de", "DE-XX", "CN-31", "", "NYSE"})
  void hasNoOtherCalendars(String code) {
    assertThat(Calendars.find(code)).isEmpty();
  }

  /** {@code -Dchinese-days=FILE}: dist/chinese-days.json of the npm package of that name. */
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
