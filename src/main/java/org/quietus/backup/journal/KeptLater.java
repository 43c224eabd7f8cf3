package org.quietus.backup.journal;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * On which day versions of a set have to be searched again for persons of whom they keep rows on a
 * lawful basis; inside the caller's transaction.
 */
public final class KeptLater {
  private final JdbcTemplate jdbc;
  private final String job;
  private final String set;
  private final LocalDate today;
  private final VersionRows rows;
  private final Map<String, Map<String, LocalDate>> days = new HashMap<>();
  private final Map<String, Set<String>> due = new HashMap<>();

  /** What comes due {@code today} is due; nothing is known before it is read. */
  KeptLater(JdbcTemplate jdbc, String job, String set, LocalDate today) {
    this.jdbc = jdbc;
    this.job = job;
    this.set = set;
    this.today = today;
    this.rows = new VersionRows(jdbc, job, set);
  }

  /** Reads what was noted of some versions, in place of what was read before; of all if empty. */
  void read(Optional<Collection<String>> versions) {
    days.clear();
    due.clear();
    rows.each(
        "version_token, request_id, due_on",
        "screened_later",
        versions,
        row -> {
          String version = row.getString(1);
          LocalDate day = row.getObject(3, LocalDate.class);
          days.computeIfAbsent(version, of -> new HashMap<>()).put(row.getString(2), day);
          if (!day.isAfter(today)) {
            due.computeIfAbsent(version, of -> new HashSet<>()).add(row.getString(2));
          }
        });
  }

  /**
   * Has all that is kept in versions of a job be looked at on that day, if it is not due before.
   */
  public static void look(JdbcTemplate jdbc, String job, LocalDate day) {
    jdbc.update(
        "UPDATE quietus.screened_later SET due_on = ? WHERE job = ? AND due_on > ?", day, job, day);
  }

  /** By version, the requests for whose persons it has to be searched again. */
  Map<String, Set<String>> due() {
    return due;
  }

  /**
   * Notes what a search of a version has found kept, in place of what was due if it was {@code
   * whole}; what is not due yet stays, since nobody may have been sought for it.
   */
  void note(String version, Map<String, LocalDate> found, boolean whole) {
    Map<String, LocalDate> now = new HashMap<>(days.getOrDefault(version, Map.of()));
    if (whole) {
      due.getOrDefault(version, Set.of()).forEach(now::remove);
    }
    found.forEach((request, day) -> now.merge(request, day, KeptLater::earlier));
    if (!now.equals(days.getOrDefault(version, Map.of()))) {
      put(version, now);
    }
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  /** A version has taken the place of another. */
  void move(String version, String to) {
    Map<String, LocalDate> moved = days.get(version);
    if (moved != null && !version.equals(to)) {
      put(to, moved);
      put(version, Map.of());
    }
  }

  /** Forgets all other versions. */
  void keepOnly(Predicate<String> versions) {
    rows.keepOnly("screened_later", versions, version -> put(version, Map.of()));
  }

  private void put(String version, Map<String, LocalDate> now) {
    jdbc.update(
        "DELETE FROM quietus.screened_later WHERE job = ? AND set_name = ? AND version_token = ?",
        job,
        set,
        version);
    now.forEach(
        (request, day) ->
            jdbc.update(
                "INSERT INTO quietus.screened_later"
                    + " (job, set_name, version_token, request_id, due_on) VALUES (?, ?, ?, ?, ?)",
                job,
                set,
                version,
                request,
                day));
    if (now.isEmpty()) {
      days.remove(version);
    } else {
      days.put(version, Map.copyOf(now));
    }
  }
}
