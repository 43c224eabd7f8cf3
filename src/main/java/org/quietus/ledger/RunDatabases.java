package org.quietus.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The databases of each run of a job that has several. Home notes all of them when a run begins;
 * beside the data of another one it is noted that the run has its queue there.
 */
public final class RunDatabases {
  private final JdbcTemplate jdbc;

  public RunDatabases(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One database of a run.
   *
   * @param fingerprint of what the whole job does there; that of the last run that reached it, if
   *     this one did not
   * @param reached whether it could be reached when the run began
   */
  public record Part(String name, String fingerprint, boolean reached) {}

  /** Notes databases of a run. */
  public void insert(String run, String job, List<Part> parts) {
    jdbc.batchUpdate(
        "INSERT INTO quietus.run_database (run_id, database_name, job, fingerprint, reached)"
            + " VALUES (?, ?, ?, ?, ?)",
        parts.stream()
            .map(
                part ->
                    new Object[] {
                      run, part.name(), job, part.fingerprint(), part.reached() ? 1 : 0
                    })
            .toList());
  }

  /** Those of a run, by name; none of a job that has one database. */
  public List<Part> of(String run) {
    return jdbc.query(
        "SELECT database_name, fingerprint, reached FROM quietus.run_database WHERE run_id = ?"
            + " ORDER BY database_name",
        (row, n) -> new Part(row.getString(1), row.getString(2), row.getInt(3) == 1),
        run);
  }

  /** Whether there is any of a run of a job. */
  public boolean isOf(String job) {
    return !jdbc.queryForList(
            "SELECT 1 FROM quietus.run_database WHERE job = ? LIMIT 1", Integer.class, job)
        .isEmpty();
  }

  /** The fingerprint and the databases of the last run of a job that reached all of them. */
  public Optional<Whole> lastWhole(String job) {
    return jdbc
        .query(
            "SELECT r.run_id, r.fingerprint FROM quietus.run r WHERE r.job = ? AND EXISTS (SELECT 1"
                + " FROM quietus.run_database d WHERE d.run_id = r.run_id) AND NOT EXISTS (SELECT 1"
                + " FROM quietus.run_database d WHERE d.run_id = r.run_id AND d.reached = 0)"
                + " ORDER BY r.sequence_no DESC LIMIT 1",
            (row, n) -> new Whole(row.getString(2), of(row.getString(1))),
            job)
        .stream()
        .findFirst();
  }

  /**
   * The completed runs of a job that reached a database by one of its names, the last one first.
   */
  public List<String> completed(String job, List<String> names) {
    List<Object> values = new ArrayList<>(List.of(job));
    values.addAll(names);
    return jdbc
        .queryForList(
            "SELECT r.run_id FROM quietus.run r JOIN quietus.run_database d ON d.run_id = r.run_id"
                + " WHERE r.job = ? AND r.state = 'completed' AND d.reached = 1"
                + " AND d.database_name IN (?"
                + ", ?".repeat(names.size() - 1)
                + ") ORDER BY r.sequence_no DESC",
            String.class,
            values.toArray())
        .stream()
        .distinct()
        .toList();
  }

  /** What a run did that reached every database. */
  public record Whole(String fingerprint, List<Part> parts) {}

  /**
   * Forgets which rows runs of a job left in a database that is not their home; at home all of them
   * have ended.
   */
  public void forgetLeft(String job, String database) {
    jdbc.queryForList(
            "SELECT DISTINCT l.run_id FROM quietus.left_row l JOIN quietus.run_database d"
                + " ON d.run_id = l.run_id WHERE d.job = ? AND d.database_name = ?",
            String.class,
            job,
            database)
        .forEach(run -> jdbc.update("DELETE FROM quietus.left_row WHERE run_id = ?", run));
  }
}
