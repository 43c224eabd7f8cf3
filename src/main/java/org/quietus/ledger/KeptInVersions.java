package org.quietus.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import org.quietus.plan.Treatment;
import org.quietus.policy.TableName;
import org.quietus.target.ChunkId;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which tables of backups hold rows that were kept for a request when a run searched them last. */
record KeptInVersions(JdbcTemplate jdbc) {
  private static final String TOKEN_AFTER = "COALESCE(%1$s.result_token, %1$s.version_token)";

  /**
   * How many rows of each, the most of one version.
   *
   * @param run the one that asks, whose own versions count for nothing yet
   */
  Map<TableName, Long> of(String run, String request) {
    Map<TableName, Long> kept = new LinkedHashMap<>();
    jdbc.query(
        "SELECT c.table_name, SUM(c.kept) AS n FROM quietus.ledger l JOIN quietus.ledger_count c"
            + " ON c.run_id = l.run_id AND c.range_no = l.range_no"
            + " AND c.sequence_no = l.sequence_no JOIN quietus.backup_version v"
            + " ON v.run_id = l.run_id AND v.version_no = l.range_no - ?"
            + " WHERE l.request_id = ? AND l.run_id <> ? AND l.range_no >= ? AND c.kept > 0"
            + " AND c.method = ? AND NOT EXISTS (SELECT 1 FROM quietus.request_event e"
            + " WHERE e.request_id = l.request_id AND e.move = 'accept'"
            + " AND e.at >= l.committed_at) AND EXISTS (SELECT 1 FROM quietus.backup_version s"
            + " WHERE s.set_name = v.set_name AND s.state NOT IN ('expired', 'gone') AND "
            + TOKEN_AFTER.formatted("s")
            + " = "
            + TOKEN_AFTER.formatted("v")
            + " AND s.run_id = (SELECT r.run_id FROM quietus.run r JOIN quietus.run o"
            + " ON o.job = r.job WHERE o.run_id = l.run_id AND r.run_id <> ?"
            + " AND r.state = 'completed' AND r.scope LIKE '%backups%'"
            + " ORDER BY r.sequence_no DESC LIMIT 1))"
            + " GROUP BY c.table_name, l.run_id, l.range_no",
        row -> {
          kept.merge(TableName.parse(row.getString("table_name")), row.getLong("n"), Math::max);
        },
        ChunkId.FIRST_OF_VERSIONS,
        request,
        run,
        ChunkId.FIRST_OF_VERSIONS,
        Treatment.KEEP.text(),
        run);
    return kept;
  }
}
