package org.quietus.backup.version;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.KeyOwners;
import org.quietus.backup.KeyToken;
import org.quietus.backup.VersionState;
import org.quietus.backup.person.FoundKeys;
import org.quietus.backup.person.Persons;
import org.quietus.request.SealingKey;
import org.quietus.target.BackupEnd;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The journal of one run in the control schema; writes inside the caller's transaction. */
public final class Journal {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TOKENS_A_PART = 20_000;

  private final JdbcTemplate jdbc;
  private final SealingKey key;
  private final Clock clock;
  private final String run;

  Journal(JdbcTemplate jdbc, SealingKey key, Clock clock, String run) {
    this.jdbc = jdbc;
    this.key = key;
    this.clock = clock;
    this.run = run;
  }

  /** The entries of a set, in the order of their numbers. */
  List<JournalEntry> of(String set) {
    return jdbc.query(
        "SELECT * FROM quietus.backup_version WHERE run_id = ? AND set_name = ?"
            + " AND sealed IS NOT NULL ORDER BY version_no",
        (row, n) -> entry(row),
        run,
        set);
  }

  /** The number that the next entry gets. */
  int next() {
    Integer last =
        jdbc.queryForObject(
            "SELECT COALESCE(MAX(version_no), 0) FROM quietus.backup_version WHERE run_id = ?",
            Integer.class,
            run);
    return (last == null ? 0 : last) + 1;
  }

  void add(JournalEntry entry) {
    jdbc.update(
        "INSERT INTO quietus.backup_version (run_id, version_no, set_name, unit_token,"
            + " version_token, state, due_rows, changed_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
        run,
        entry.number(),
        entry.set(),
        entry.unit(),
        entry.version(),
        entry.state().label(),
        now());
    save(entry);
  }

  void save(JournalEntry entry) {
    jdbc.update(
        "UPDATE quietus.backup_version SET version_token = ?, result_token = ?, state = ?, sealed ="
            + " ?, counts = ?, protection = ?, remains_until = ?, due_rows = ?, due_lines = ?,"
            + " changed_at = ? WHERE run_id = ? AND version_no = ?",
        entry.version(),
        entry.result().orElse(null),
        entry.state().label(),
        key.seal(entry.held().written(), context(entry.number())),
        JSON.writeValueAsString(entry.counts()),
        entry.protection().orElse(null),
        entry.remainsUntil().orElse(null),
        entry.due().stream().mapToLong(DueRows::rows).sum(),
        JSON.writeValueAsString(entry.due()),
        now(),
        run,
        entry.number());
  }

  /** How the versions ended, by set and state. */
  public static List<BackupEnd> ends(JdbcTemplate jdbc, String run) {
    return jdbc.query(
        "SELECT set_name, state, protection, COUNT(*) versions, COUNT(remains_until) dated,"
            + " MAX(remains_until) latest FROM quietus.backup_version WHERE run_id = ?"
            + " GROUP BY set_name, state, protection ORDER BY set_name, state, protection",
        (row, n) -> {
          VersionState state = VersionState.labelled(row.getString("state"));
          boolean dated = row.getLong("dated") == row.getLong("versions");
          return new BackupEnd(
              row.getString("set_name"),
              state.label(),
              row.getLong("versions"),
              state.isPartial() || !state.isEnd(),
              state == VersionState.HELD,
              state.isSearched(),
              Optional.ofNullable(row.getString("protection"))
                  .filter(protection -> state.remains())
                  .map(protection -> protection(state, protection)),
              Optional.ofNullable(row.getObject("latest", LocalDate.class)).filter(d -> dated));
        },
        run);
  }

  private static String protection(VersionState state, String code) {
    return state == VersionState.NOT_SEARCHED
        ? BackupEnd.NOT_EXAMINED
        : state.isPartial() ? state.label() : code;
  }

  /** Rows of a set that should be gone and are not; empty if nothing of the set was searched. */
  static Optional<List<DueRows>> due(JdbcTemplate jdbc, String run, String set) {
    List<List<DueRows>> searched =
        jdbc.query(
            "SELECT state, due_lines FROM quietus.backup_version"
                + " WHERE run_id = ? AND set_name = ?"
                + " AND (state IN ('verified', 'clean', 'not-gone')"
                + " OR (state = 'linked-elsewhere' AND result_token IS NOT NULL))",
            (row, n) ->
                VersionState.labelled(row.getString("state")) == VersionState.NOT_GONE
                    ? due(row)
                    : List.<DueRows>of(),
            run,
            set);
    return searched.isEmpty()
        ? Optional.empty()
        : Optional.of(searched.stream().flatMap(List::stream).toList());
  }

  private static List<DueRows> due(ResultSet row) throws SQLException {
    @Nullable String lines = row.getString("due_lines");
    return lines == null ? List.of() : List.of(JSON.readValue(lines, DueRows[].class));
  }

  /** Whether objects of a set have gone as a whole. */
  static boolean hasExpired(JdbcTemplate jdbc, String run, String set) {
    Integer versions =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.backup_version WHERE run_id = ? AND set_name = ? AND"
                + " (state = 'expired' OR (state = 'linked-elsewhere' AND result_token IS NULL)"
                + " OR (state = 'not-gone' AND due_lines LIKE '%(objects)%'))",
            Integer.class, run, set);
    return versions != null && versions > 0;
  }

  /** Notes, once, that a set could not be listed at all. */
  void unreachable(String set, String token) {
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
          VersionInventory.ACCESS_CONTROLLED,
          now());
    }
  }

  /** Whether a set could not be listed at all. */
  boolean isUnlisted(String set) {
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

  /**
   * Remembers the keys that were found in a backup, in place of what is remembered of it: a row
   * that is kept may no longer lead to its person when it is read again.
   */
  void remember(String unit, FoundKeys keys, List<String> requests) {
    jdbc.update("DELETE FROM quietus.backup_key WHERE run_id = ? AND unit_token = ?", run, unit);
    for (int person = 0; person < requests.size(); person++) {
      append(unit, requests.get(person), false, of(keys.owners(), person));
      append(unit, requests.get(person), true, of(keys.kept(), person));
    }
  }

  private static List<KeyToken> of(KeyOwners owners, int person) {
    List<KeyToken> tokens = new ArrayList<>();
    owners.forEach(
        (token, of) -> {
          if (of == person) {
            tokens.add(token);
          }
        });
    return tokens;
  }

  private void append(String unit, String request, boolean kept, List<KeyToken> tokens) {
    for (int from = 0; from < tokens.size(); from += TOKENS_A_PART) {
      appendPart(
          unit, request, kept, tokens.subList(from, Math.min(tokens.size(), from + TOKENS_A_PART)));
    }
  }

  /** A name of which the length is below zero is followed by keys of rows that are kept. */
  private void appendPart(String unit, String request, boolean kept, List<KeyToken> tokens) {
    byte[] name = request.getBytes(StandardCharsets.UTF_8);
    ByteBuffer part =
        ByteBuffer.allocate(4 + name.length + tokens.size() * KeyToken.BYTES)
            .putInt(kept ? -name.length : name.length)
            .put(name);
    tokens.forEach(token -> part.putLong(token.high()).putLong(token.low()));
    Integer parts =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.backup_key WHERE run_id = ? AND unit_token = ?",
            Integer.class,
            run,
            unit);
    jdbc.update(
        "INSERT INTO quietus.backup_key (run_id, unit_token, part_no, sealed) VALUES (?, ?, ?, ?)",
        run,
        unit,
        parts,
        key.seal(part.array(), run + " " + unit));
  }

  /**
   * Adds the keys that are remembered of a backup, each to its owner.
   *
   * @param number tells by the request, or {@link Persons#NOBODY}
   */
  void recall(String unit, FoundKeys keys, ToIntFunction<String> number) {
    jdbc.query(
        "SELECT sealed FROM quietus.backup_key WHERE run_id = ? AND unit_token = ?",
        row -> {
          ByteBuffer part = ByteBuffer.wrap(key.open(row.getBytes(1), run + " " + unit));
          int length = part.getInt();
          byte[] name = new byte[Math.abs(length)];
          part.get(name);
          KeyOwners owners = length < 0 ? keys.kept() : keys.owners();
          int person = number.applyAsInt(new String(name, StandardCharsets.UTF_8));
          while (person >= 0 && part.hasRemaining()) {
            owners.add(new KeyToken(part.getLong(), part.getLong()), person);
          }
        },
        run,
        unit);
  }

  /** Drops keys and names; how the versions ended stays. */
  static void forget(JdbcTemplate jdbc, String run) {
    jdbc.update("DELETE FROM quietus.backup_key WHERE run_id = ?", run);
    jdbc.update("UPDATE quietus.backup_version SET sealed = NULL WHERE run_id = ?", run);
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
        due(row));
  }

  private String context(int number) {
    return run + " " + number;
  }

  private LocalDateTime now() {
    return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
