package org.quietus.policy.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.quietus.policy.WorkCalendar;

/**
 * A calendar whose government announces each year's holidays, and perhaps weekend days that are
 * worked in exchange, so that they are listed year by year in a resource of ours. Each line is a
 * year, {@code off} or {@code work}, and days, {@code 10-01} or {@code 10-01..10-07}; weekends are
 * Saturday and Sunday.
 */
final class ListedCalendar implements WorkCalendar {
  /** The countries whose days are listed. */
  static final Set<String> COUNTRIES = Set.of("CN", "JP");

  private final String code;
  private final NavigableSet<Integer> years = new TreeSet<>();
  private final Map<String, Set<LocalDate>> days = new HashMap<>();

  private ListedCalendar(String code, List<String> lines) {
    this.code = code;
    lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(this::read);
  }

  /** The calendar of that code if its days are listed. */
  static Optional<WorkCalendar> find(String code) {
    return COUNTRIES.contains(code)
        ? Optional.of(new ListedCalendar(code, lines("/calendars/" + code + ".txt")))
        : Optional.empty();
  }

  @Override
  public boolean isWorkingDay(LocalDate day) {
    if (!knows(day.getYear())) {
      throw unknown(day.getYear());
    }
    return listed("work").contains(day)
        || (!listed("off").contains(day)
            && day.getDayOfWeek() != DayOfWeek.SATURDAY
            && day.getDayOfWeek() != DayOfWeek.SUNDAY);
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public int firstYear() {
    return years.first();
  }

  @Override
  public int lastYear() {
    return years.last();
  }

  @Override
  public boolean worksWeekends() {
    return !listed("work").isEmpty();
  }

  private Set<LocalDate> listed(String kind) {
    return days.getOrDefault(kind, Set.of());
  }

  private void read(String line) {
    String[] words = line.split(" ", -1);
    int year = Integer.parseInt(words[0]);
    years.add(year);
    Set<LocalDate> kind = days.computeIfAbsent(words[1], any -> new HashSet<>());
    for (String range : List.of(words).subList(2, words.length)) {
      int dots = range.indexOf("..");
      LocalDate first = day(year, dots < 0 ? range : range.substring(0, dots));
      LocalDate last = day(year, dots < 0 ? range : range.substring(dots + 2));
      first.datesUntil(last.plusDays(1)).forEach(kind::add);
    }
  }

  private static LocalDate day(int year, String monthAndDay) {
    return MonthDay.parse("--" + monthAndDay).atYear(year);
  }

  private static List<String> lines(String resource) {
    try (InputStream in = ListedCalendar.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}
