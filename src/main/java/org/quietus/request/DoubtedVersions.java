package org.quietus.request;

import java.util.Map;
import java.util.function.Predicate;
import org.springframework.jdbc.core.JdbcTemplate;

/** The versions of objects that rows in doubt were seen in; inside the caller's transaction. */
record DoubtedVersions(JdbcTemplate jdbc, String job) {

  /**
   * One has taken the place of another. Where a store keeps no versions, somebody may have put back
   * what an earlier run had made the same of, so that rows of that are known already.
   */
  void move(String set, String version, String to) {
    if (version.equals(to)) {
      return;
    }
    jdbc.query(
            "SELECT request_id, row_token FROM quietus.doubted_row"
                + " WHERE job = ? AND set_name = ? AND version_token = ?",
            (row, n) -> Map.entry(row.getString(1), row.getString(2)),
            job,
            set,
            version)
        .forEach(
            row ->
                jdbc.update(
                    "DELETE FROM quietus.doubted_row WHERE job = ? AND set_name = ?"
                        + " AND version_token = ? AND request_id = ? AND row_token = ?",
                    job,
                    set,
                    to,
                    row.getKey(),
                    row.getValue()));
    jdbc.update(
        "UPDATE quietus.doubted_row SET version_token = ?"
            + " WHERE job = ? AND set_name = ? AND version_token = ?",
        to,
        job,
        set,
        version);
  }

  /** Forgets what a run has not seen again in those that it has read, and those not left. */
  void keepSeen(String run, String set, Predicate<String> read, Predicate<String> left) {
    for (String version :
        jdbc.queryForList(
            "SELECT DISTINCT version_token FROM quietus.doubted_row WHERE job = ? AND set_name = ?",
            String.class,
            job,
            set)) {
      if (!left.test(version) || read.test(version)) {
        jdbc.update(
            "DELETE FROM quietus.doubted_row"
                + " WHERE job = ? AND set_name = ? AND version_token = ? AND run_id <> ?",
            job,
            set,
            version,
            left.test(version) ? run : "");
      }
    }
  }
}
