package org.quietus.backup.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.VersionState;
import org.quietus.request.SealingKey;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The journal of one run in the control schema; writes inside the caller's transaction. */
public final class Journal {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcTemplate jdbc;
  private final SealingKey key;
  private final Clock clock;
  private final String run;
  private final KeyMemory keys;
  private final JournalPages pages;

  public Journal(JdbcTemplate jdbc, SealingKey key, Clock clock, String run) {
    this.jdbc = jdbc;
    this.key = key;
    this.clock = clock;
    this.run = run;
    this.keys = new KeyMemory(jdbc, key, run);
    this.pages = new JournalPages(jdbc, run, (row, n) -> entry(row));
  }

  /** Whose keys were found in its backups. */
  public KeyMemory keys() {
    return keys;
  }

  /** Which folders have begun to go, be it in other runs. */
  public FoldersGoing folders() {
    return new FoldersGoing(jdbc);
  }

  /** Reads it so that never all of a set is held. */
  public JournalPages pages() {
    return pages;
  }

  /** The entries of a set, in the order of their numbers. */
  public List<JournalEntry> of(String set) {
    List<JournalEntry> entries = new ArrayList<>();
    each(set, entries::add);
    return entries;
  }

  /** Shows the entries of a set, in the order of their numbers, of which a page is held at once. */
  public void each(String set, Consumer<JournalEntry> action) {
    int last = Integer.MIN_VALUE;
    List<JournalEntry> page;
    do {
      page = pages.after(set, last, List.of());
      page.forEach(action);
      last = page.isEmpty() ? last : page.get(page.size() - 1).number();
    } while (page.size() == JournalPages.PAGE);
  }

  /** When the oldest content of a set was created that remains; empty if none does. */
  public Optional<Instant> oldest(String set) {
    Instant[] oldest = {Instant.MAX};
    each(
        set,
        entry -> {
          Instant created = entry.held().createdAt();
          if (entry.state().remains() && created.isBefore(oldest[0])) {
            oldest[0] = created;
          }
        });
    return Optional.of(oldest[0]).filter(created -> !created.equals(Instant.MAX));
  }

  /** Those of one backup alone. */
  public List<JournalEntry> of(String set, String unit) {
    return jdbc.query(
        "SELECT * FROM quietus.backup_version WHERE run_id = ? AND set_name = ? AND unit_token = ?"
            + " AND sealed IS NOT NULL ORDER BY version_no",
        (row, n) -> entry(row),
        run,
        set,
        unit);
  }

  /** Those of them that are in some states; the others are not opened. */
  public List<JournalEntry> of(String set, VersionState one, VersionState other) {
    return jdbc.query(
        "SELECT * FROM quietus.backup_version WHERE run_id = ? AND set_name = ?"
            + " AND state IN (?, ?) AND sealed IS NOT NULL ORDER BY version_no",
        (row, n) -> entry(row),
        run,
        set,
        one.label(),
        other.label());
  }

  /** The number that the next entry gets. */
  public int next() {
    Integer last =
        jdbc.queryForObject(
            "SELECT COALESCE(MAX(version_no), 0) FROM quietus.backup_version WHERE run_id = ?",
            Integer.class,
            run);
    return (last == null ? 0 : last) + 1;
  }

  /** Adds an entry, under the number that it has. */
  public void add(JournalEntry entry) {
    add(List.of(entry));
  }

  /** Adds entries, under the numbers that they have. */
  public void add(List<JournalEntry> entries) {
    jdbc.batchUpdate(
        "INSERT INTO quietus.backup_version (version_token, result_token, state, sealed, counts,"
            + " protection, remains_until, due_rows, due_lines, bypass, changed_at, run_id,"
            + " version_no, set_name, unit_token)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entries.stream().map(entry -> binds(entry, entry.set(), entry.unit())).toList());
  }

  /** Writes the entry in the place of the one that has its number. */
  public void save(JournalEntry entry) {
    jdbc.update(
        "UPDATE quietus.backup_version SET version_token = ?, result_token = ?, state = ?, sealed ="
            + " ?, counts = ?, protection = ?, remains_until = ?, due_rows = ?, due_lines = ?,"
            + " bypass = ?, changed_at = ? WHERE run_id = ? AND version_no = ?",
        binds(entry));
  }

  private @Nullable Object[] binds(JournalEntry entry, String... more) {
    List<@Nullable Object> binds =
        new ArrayList<>(
            Arrays.asList(
                entry.version(),
                entry.result().orElse(null),
                entry.state().label(),
                key.seal(entry.held().written(), context(entry.number())),
                JSON.writeValueAsString(entry.counts()),
                entry.protection().orElse(null),
                entry.remainsUntil().orElse(null),
                entry.due().stream().mapToLong(DueRows::rows).sum(),
                JSON.writeValueAsString(entry.due()),
                entry.bypass() == LockBypass.NONE ? null : entry.bypass().label(),
                now(),
                run,
                entry.number()));
    binds.addAll(List.of(more));
    return binds.toArray();
  }

  /**
   * Notes the upload of an entry, which could not be given up, for later runs to do so; with the
   * rows that went if it has taken the place of the version.
   */
  public void left(JournalEntry entry) {
    List<CountLine> counts = entry.state() == VersionState.STAGED ? entry.counts() : List.of();
    jdbc.update(
        "INSERT INTO quietus.backup_upload (run_id, version_no, set_name, sealed, counts)"
            + " VALUES (?, ?, ?, ?, ?)",
        run,
        entry.number(),
        entry.set(),
        key.seal(entry.held().written(), context(entry.number())),
        JSON.writeValueAsString(counts));
  }

  /** An upload that could not be given up, with the rows that went if it was put in place. */
  record LeftUpload(int number, SealedVersion held, List<CountLine> counts) {}

  /** The uploads of a set that could not be given up, by the numbers of their entries. */
  List<LeftUpload> left(String set) {
    return jdbc.query(
        "SELECT version_no, sealed, counts FROM quietus.backup_upload WHERE run_id = ?"
            + " AND set_name = ? ORDER BY version_no",
        (row, n) -> {
          int number = row.getInt(1);
          @Nullable String counts = row.getString(3);
          return new LeftUpload(
              number,
              SealedVersion.read(key.open(row.getBytes(2), context(number))),
              counts == null ? List.of() : List.of(JSON.readValue(counts, CountLine[].class)));
        },
        run,
        set);
  }

  /** Forgets an upload that was given up. */
  void givenUp(int number) {
    jdbc.update(
        "DELETE FROM quietus.backup_upload WHERE run_id = ? AND version_no = ?", run, number);
  }

  /** Notes, once, that a set could not be listed at all. */
  public void unreachable(String set, String token) {
    int noted =
        jdbc.update(
            "UPDATE quietus.backup_version SET changed_at = ?"
                + " WHERE run_id = ? AND set_name = ? AND version_token = ?",
            now(),
            run,
            set,
            token);
    if (noted == 0) {
      jdbc.update(
          "INSERT INTO quietus.backup_version (run_id, version_no, set_name, unit_token,"
              + " version_token, state, protection, due_rows, changed_at)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)",
          run,
          next(),
          set,
          token,
          token,
          VersionState.UNREACHABLE.label(),
          JournalEntry.ACCESS_CONTROLLED,
          now());
    }
  }

  /** Whether a set could not be listed at all. */
  public boolean isUnlisted(String set) {
    Integer noted =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.backup_version"
                + " WHERE run_id = ? AND set_name = ? AND state = ? AND sealed IS NULL",
            Integer.class,
            run,
            set,
            VersionState.UNREACHABLE.label());
    return noted != null && noted > 0;
  }

  /** Drops the keys that were found, and the names in a set. */
  void forget(String set) {
    jdbc.update("DELETE FROM quietus.backup_key WHERE run_id = ?", run);
    jdbc.update(
        "UPDATE quietus.backup_version SET sealed = NULL WHERE run_id = ? AND set_name = ?",
        run,
        set);
  }

  /** Drops keys and names; how the versions ended stays. */
  public static void forget(JdbcTemplate jdbc, String run) {
    jdbc.update("DELETE FROM quietus.backup_key WHERE run_id = ?", run);
    jdbc.update("UPDATE quietus.backup_version SET sealed = NULL WHERE run_id = ?", run);
  }

  /** The rows that an entry says should be gone and are not. */
  static List<DueRows> due(ResultSet row) throws SQLException {
    @Nullable String lines = row.getString("due_lines");
    return lines == null ? List.of() : List.of(JSON.readValue(lines, DueRows[].class));
  }

  private JournalEntry entry(ResultSet row) throws SQLException {
    int number = row.getInt("version_no");
    return new JournalEntry(
        number,
        row.getString("set_name"),
        row.getString("unit_token"),
        row.getString("version_token"),
        Optional.ofNullable(row.getString("result_token")),
        VersionState.labelled(row.getString("state")),
        SealedVersion.read(key.open(row.getBytes("sealed"), context(number))),
        List.of(JSON.readValue(row.getString("counts"), CountLine[].class)),
        Optional.ofNullable(row.getString("protection")),
        Optional.ofNullable(row.getObject("remains_until", LocalDate.class)),
        due(row),
        LockBypass.labelled(row.getString("bypass")));
  }

  private String context(int number) {
    return run + " " + number;
  }

  private LocalDateTime now() {
    return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
