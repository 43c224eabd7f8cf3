package org.quietus.policy.calendar;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.quietus.policy.WorkCalendar;

/**
 * The calendars that working days are counted by, named by ISO 3166 code: of a country, {@code CN},
 * or of a part of one, {@code DE-BY}.
 */
public final class Calendars {
  private Calendars() {}

  /**
   * The calendar of that code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static WorkCalendar of(String code) {
    return find(code)
        .orElseThrow(() -> new IllegalArgumentException("there is no calendar " + code));
  }

  /** The calendar of that code if there is one. */
  public static Optional<WorkCalendar> find(String code) {
    Optional<WorkCalendar> listed = ListedCalendar.find(code);
    return listed.isPresent() ? listed : ComputedCalendar.find(code);
  }

  /** Which code to write in place of an unknown one. */
  public static String advice(String unknown) {
    SortedSet<String> all = CheckedCalendars.codes();
    all.addAll(ListedCalendar.COUNTRIES);
    String country = unknown.replaceFirst("-.*", "");
    SortedSet<String> near = new TreeSet<>(all);
    near.removeIf(code -> !code.equals(country) && !code.startsWith(country + "-"));
    all.removeIf(code -> code.contains("-"));
    return near.isEmpty()
        ? "write the ISO 3166 code of a country, one of " + String.join(", ", all)
        : "write one of " + String.join(", ", near);
  }
}
