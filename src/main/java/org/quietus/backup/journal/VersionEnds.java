package org.quietus.backup.journal;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.quietus.backup.VersionState;
import org.quietus.target.BackupEnd;
import org.springframework.jdbc.core.JdbcTemplate;

/** How the object versions of a run ended, in numbers; needs no key. */
public final class VersionEnds {
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

  /** Rows of a set that should be gone and are not; empty if nothing of the set was searched. */
  public Optional<List<DueRows>> due(String set) {
    List<List<DueRows>> searched =
        jdbc.query(
            "SELECT state, due_lines FROM quietus.backup_version"
                + " WHERE run_id = ? AND set_name = ?"
                + " AND (state IN ('verified', 'clean', 'not-gone')"
                + " OR (state = 'linked-elsewhere' AND result_token IS NOT NULL))",
            (row, n) ->
                VersionState.labelled(row.getString("state")) == VersionState.NOT_GONE
                    ? Journal.due(row)
                    : List.<DueRows>of(),
            run,
            set);
    return searched.isEmpty()
        ? Optional.empty()
        : Optional.of(searched.stream().flatMap(List::stream).toList());
  }

  /** Whether objects of a set have gone as a whole. */
  public boolean hasExpired(String set) {
    Integer versions =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.backup_version WHERE run_id = ? AND set_name = ? AND"
                + " (state = 'expired' OR (state = 'linked-elsewhere' AND result_token IS NULL)"
                + " OR (state = 'not-gone' AND due_lines LIKE '%(objects)%'))",
            Integer.class, run, set);
    return versions != null && versions > 0;
  }
}
