package org.quietus.backup.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What a run found out about sets as a whole, for its certificates; needs no key. */
public final class RunFindings {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcTemplate jdbc;
  private final String run;

  public RunFindings(JdbcTemplate jdbc, String run) {
    this.jdbc = jdbc;
    this.run = run;
  }

  /** Notes, in the caller's transaction, that copies of a set's objects outlive their deletion. */
  public void outliving(String set, String code) {
    boolean known =
        !jdbc.queryForList(
                "SELECT 1 FROM quietus.backup_outliving WHERE run_id = ? AND set_name = ?"
                    + " AND code = ?",
                run,
                set,
                code)
            .isEmpty();
    if (!known) {
      jdbc.update(
          "INSERT INTO quietus.backup_outliving (run_id, set_name, code) VALUES (?, ?, ?)",
          run,
          set,
          code);
    }
  }

  /** What was noted of that kind, by set. */
  public Map<String, List<String>> outliving() {
    Map<String, List<String>> codes = new LinkedHashMap<>();
    jdbc.query(
        "SELECT set_name, code FROM quietus.backup_outliving WHERE run_id = ?"
            + " ORDER BY set_name, code",
        row -> {
          codes.computeIfAbsent(row.getString(1), set -> new ArrayList<>()).add(row.getString(2));
        },
        run);
    return codes;
  }

  /**
   * How many versions were removed in spite of a retention, by set.
   *
   * @param request only those that rows of this request were in
   */
  public Map<String, Long> bypassed(Optional<String> request) {
    Map<String, Long> versions = new LinkedHashMap<>();
    jdbc.query(
        "SELECT set_name, counts FROM quietus.backup_version WHERE run_id = ? AND bypass = ?"
            + " ORDER BY version_no",
        row -> {
          List<CountLine> lines = List.of(JSON.readValue(row.getString(2), CountLine[].class));
          if (request.isEmpty()
              || lines.stream().anyMatch(line -> line.request().equals(request.get()))) {
            versions.merge(row.getString(1), 1L, Long::sum);
          }
        },
        run,
        LockBypass.DONE.label());
    return versions;
  }
}
