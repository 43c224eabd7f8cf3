package org.quietus.policy.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The computed calendars that were held against a second source, with what we correct in them. */
public final class CheckedCalendars {
  private static final String RESOURCE = "/calendars/computed.txt";
  private static final Map<String, Entry> ENTRIES = read();

  private CheckedCalendars() {}

  /**
   * One line of the resource.
   *
   * @param reviewed whether the second source differs for a reason that was looked into
   * @param from the first year that is known
   * @param until the last year that is known
   */
  public record Entry(
      String code, boolean reviewed, int from, int until, Set<LocalDate> off, Set<LocalDate> work) {
    private static final int FIRST_YEAR = 2022;
    private static final int LAST_YEAR = 2035;
    private static final int FIRST_CHECKED = 2024;
    private static final int LAST_CHECKED = 2028;

    static Entry of(String line) {
      String[] words = line.replaceFirst("#.*", "").strip().split(" +");
      boolean reviewed = false;
      Optional<Integer> until = Optional.empty();
      Map<String, Set<LocalDate>> days = Map.of("off", new HashSet<>(), "work", new HashSet<>());
      String kind = "";
      for (int at = 1; at < words.length; at++) {
        if (words[at].equals("reviewed")) {
          reviewed = true;
        } else if (words[at].equals("until")) {
          until = Optional.of(Integer.parseInt(words[++at]));
        } else if (days.containsKey(words[at])) {
          kind = words[at];
        } else {
          days.getOrDefault(kind, Set.of()).add(LocalDate.parse(words[at]));
        }
      }
      boolean corrected = days.values().stream().anyMatch(set -> !set.isEmpty());
      return new Entry(
          words[0],
          reviewed,
          corrected ? FIRST_CHECKED : FIRST_YEAR,
          until.orElse(corrected ? LAST_CHECKED : LAST_YEAR),
          Set.copyOf(days.getOrDefault("off", Set.of())),
          Set.copyOf(days.getOrDefault("work", Set.of())));
    }
  }

  public static Optional<Entry> find(String code) {
    return Optional.ofNullable(ENTRIES.get(code));
  }

  /** The codes of all of them. */
  public static SortedSet<String> codes() {
    return new TreeSet<>(ENTRIES.keySet());
  }

  private static Map<String, Entry> read() {
    Map<String, Entry> entries = new TreeMap<>();
    try (InputStream in = CheckedCalendars.class.getResourceAsStream(RESOURCE)) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Entry::of)
          .forEach(entry -> entries.put(entry.code(), entry));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
    return entries;
  }
}
