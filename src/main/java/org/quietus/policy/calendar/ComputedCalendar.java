package org.quietus.policy.calendar;

import de.focus_shift.jollyday.core.CalendarHierarchy;
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
import org.quietus.policy.WorkCalendar;

/**
 * A calendar whose holidays follow from standing law, as the library jollyday computes them, where
 * a second source confirms them or we corrected them. That library, and what it reads its data
 * with, is loaded with the first such calendar and not before.
 */
final class ComputedCalendar implements WorkCalendar {
  private static final Set<String> RESTING_ON_BANK_HOLIDAYS = Set.of("GB", "GG", "IE", "JE");
  private static final Set<DayOfWeek> WEEKEND = Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

  private final CheckedCalendars.Entry checked;
  private final String country;
  private final String[] parts;
  private final HolidayManager holidays;

  private ComputedCalendar(
      CheckedCalendars.Entry checked, String country, String[] parts, HolidayManager holidays) {
    this.checked = checked;
    this.country = country;
    this.parts = parts;
    this.holidays = holidays;
  }

  /** The calendar of that code if the library has it and it was checked. */
  static Optional<WorkCalendar> find(String code) {
    return CheckedCalendars.find(code).flatMap(ComputedCalendar::computed);
  }

  private static Optional<WorkCalendar> computed(CheckedCalendars.Entry checked) {
    String[] names = checked.code().split("-", -1);
    HolidayManager holidays = holidays(names[0]);
    CalendarHierarchy at = holidays.getCalendarHierarchy();
    List<String> parts = new ArrayList<>();
    for (String name : Arrays.asList(names).subList(1, names.length)) {
      Optional<Map.Entry<String, CalendarHierarchy>> part =
          at.getChildren().entrySet().stream()
              .filter(child -> name.equalsIgnoreCase(child.getKey()))
              .findFirst();
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get().getKey());
      at = part.get().getValue();
    }
    return Optional.of(
        new ComputedCalendar(checked, names[0], parts.toArray(String[]::new), holidays));
  }

  @Override
  public boolean isWorkingDay(LocalDate day) {
    if (!knows(day.getYear())) {
      throw unknown(day.getYear());
    }
    return checked.work().contains(day)
        || (!checked.off().contains(day) && isComputedAsWorked(day));
  }

  @Override
  public String code() {
    return checked.code();
  }

  @Override
  public int firstYear() {
    return checked.from();
  }

  @Override
  public int lastYear() {
    return checked.until();
  }

  @Override
  public boolean worksWeekends() {
    return checked.work().stream().anyMatch(day -> WEEKEND.contains(day.getDayOfWeek()));
  }

  private boolean isComputedAsWorked(LocalDate day) {
    return !WEEKEND.contains(day.getDayOfWeek())
        && !holidays.isHoliday(day, HolidayType.PUBLIC_HOLIDAY, parts)
        && !(RESTING_ON_BANK_HOLIDAYS.contains(country)
            && holidays.isHoliday(day, HolidayType.BANK_HOLIDAY, parts));
  }

  private static HolidayManager holidays(String country) {
    return HolidayManager.getInstance(ManagerParameters.create(country.toLowerCase(Locale.ROOT)));
  }
}
