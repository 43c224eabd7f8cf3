package org.quietus.policy.calendar;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.quietus.policy.CalendarYearUnknown;
import org.quietus.policy.WorkCalendar;

/**
 * A calendar whose holidays follow from standing law, as the library jollyday computes them. That
 * library, and what it reads its data with, is loaded with the first such calendar and not before.
 *
 * <p>Left out are countries that move working days to weekends by a decree of each year, which the
 * library does not know. Holidays that follow the moon are computed; a government may announce them
 * a day apart.
 */
final class ComputedCalendar implements WorkCalendar {
  /** In no country of the library was the weekend another one since then. */
  private static final int FIRST_YEAR = 2022;

  private static final int LAST_YEAR = 2035;

  /** Where the library lists the days of single years, the last of them. */
  private static final Map<String, Integer> LISTED_UNTIL =
      Map.of("HK", 2024, "MU", 2024, "SG", 2024);

  private static final Set<String> MOVING_WORKING_DAYS =
      Set.of("AM", "BY", "HU", "KZ", "LV", "MD", "RU", "UA");
  private static final Set<String> RESTING_ON_BANK_HOLIDAYS =
      Set.of("GB", "GG", "GI", "IE", "IM", "JE");
  private static final Set<DayOfWeek> WEEKEND = Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
  private static final Map<String, Set<DayOfWeek>> OTHER_WEEKENDS =
      Map.of(
          "EG", Set.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY),
          "IN", Set.of(DayOfWeek.SUNDAY),
          "SA", Set.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY));

  private final String code;
  private final String country;
  private final String[] parts;
  private final HolidayManager holidays;

  private ComputedCalendar(String code, String country, String[] parts, HolidayManager holidays) {
    this.code = code;
    this.country = country;
    this.parts = parts;
    this.holidays = holidays;
  }

  /** The calendar of that code if the library has it and it can be relied on. */
  static Optional<WorkCalendar> find(String code) {
    String[] names = code.split("-", -1);
    if (!countries().contains(names[0])) {
      return Optional.empty();
    }
    HolidayManager holidays = holidays(names[0]);
    CalendarHierarchy at = holidays.getCalendarHierarchy();
    List<String> parts = new ArrayList<>();
    for (String name : Arrays.asList(names).subList(1, names.length)) {
      parts.add(name.toLowerCase(Locale.ROOT));
      at = at.getChildren().get(parts.get(parts.size() - 1));
      if (at == null) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new ComputedCalendar(code, names[0], parts.toArray(String[]::new), holidays));
  }

  /** The countries whose calendar can be relied on. */
  static SortedSet<String> countries() {
    return HolidayCalendar.getSupportedCalendarCodes().stream()
        .filter(id -> id.length() == 2)
        .map(id -> id.toUpperCase(Locale.ROOT))
        .filter(id -> !MOVING_WORKING_DAYS.contains(id))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The codes of the parts of such a country that have holidays of their own. */
  static SortedSet<String> parts(String country) {
    return holidays(country).getCalendarHierarchy().getChildren().keySet().stream()
        .map(part -> country + "-" + part.toUpperCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public boolean isWorkingDay(LocalDate day) {
    int last = LISTED_UNTIL.getOrDefault(country, LAST_YEAR);
    if (day.getYear() < FIRST_YEAR || day.getYear() > last) {
      throw new CalendarYearUnknown(code, day.getYear(), FIRST_YEAR, last);
    }
    return !OTHER_WEEKENDS.getOrDefault(country, WEEKEND).contains(day.getDayOfWeek())
        && !holidays.isHoliday(day, HolidayType.PUBLIC_HOLIDAY, parts)
        && !(RESTING_ON_BANK_HOLIDAYS.contains(country)
            && holidays.isHoliday(day, HolidayType.BANK_HOLIDAY, parts));
  }

  private static HolidayManager holidays(String country) {
    return HolidayManager.getInstance(ManagerParameters.create(country.toLowerCase(Locale.ROOT)));
  }
}
