package org.quietus.backup.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.backup.VersionState;
import org.quietus.format.Sha256;
import org.quietus.target.BackupEnd;
import org.springframework.jdbc.core.JdbcTemplate;

/** How the object versions of a run ended, in numbers; needs no key. */
public final class VersionEnds {
  /** Drivers hold all rows of an answer in memory. */
  private static final int RANGE = 5000;

  private final JdbcTemplate jdbc;
  private final String run;

  public VersionEnds(JdbcTemplate jdbc, String run) {
    this.jdbc = jdbc;
    this.run = run;
  }

  /** How the versions ended, by set and state. */
  public List<BackupEnd> all() {
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

  /**
   * Versions of a set that were looked at once more.
   *
   * @param any whether there are any
   * @param due rows that should be gone and are not, by request
   * @param digest names the versions: SHA-256 of the token of each as it stands at the end, in the
   *     journal's order, each with a line feed behind it; lower-case hex
   */
  public record Checked(boolean any, Map<String, List<DueRows>> due, String digest) {

    /** Those of one request, or, with none, of a rule. */
    public List<DueRows> due(String request) {
      return due.getOrDefault(request, List.of());
    }

    /** All of them. */
    public List<DueRows> all() {
      return due.values().stream().flatMap(List::stream).toList();
    }
  }

  /** Those that were searched. */
  public Checked searched(String set) {
    return checked(
        set,
        "(state IN ('verified', 'clean', 'not-gone')"
            + " OR (state = 'linked-elsewhere' AND result_token IS NOT NULL))");
  }

  /** Those that have gone, or should have, as a whole. */
  public Checked expired(String set) {
    return checked(
        set,
        "(state = 'expired' OR (state = 'linked-elsewhere' AND result_token IS NULL)"
            + " OR (state = 'not-gone' AND due_lines LIKE '%(objects)%'))");
  }

  private Checked checked(String set, String which) {
    MessageDigest versions = Sha256.begin();
    Map<String, List<DueRows>> due = new LinkedHashMap<>();
    boolean[] any = {false};
    int most = most();
    for (int from = 0; from < most; from += RANGE) {
      jdbc.query(
          "SELECT COALESCE(result_token, version_token) token, state, due_lines"
              + " FROM quietus.backup_version WHERE run_id = ? AND version_no > ?"
              + " AND version_no <= ? AND set_name = ? AND "
              + which
              + " ORDER BY version_no",
          row -> {
            any[0] = true;
            versions.update((row.getString("token") + "\n").getBytes(StandardCharsets.US_ASCII));
            if (VersionState.labelled(row.getString("state")) == VersionState.NOT_GONE) {
              Journal.due(row)
                  .forEach(
                      rows ->
                          due.computeIfAbsent(rows.request(), one -> new ArrayList<>()).add(rows));
            }
          },
          run,
          from,
          from + RANGE,
          set);
    }
    return new Checked(any[0], due, HexFormat.of().formatHex(versions.digest()));
  }

  private int most() {
    Integer most =
        jdbc.queryForObject(
            "SELECT COALESCE(MAX(version_no), 0) FROM quietus.backup_version WHERE run_id = ?",
            Integer.class,
            run);
    return most == null ? 0 : most;
  }
}
