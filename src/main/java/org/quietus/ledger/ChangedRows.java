package org.quietus.ledger;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.quietus.target.ChunkId;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which runs changed rows of the database, and for which requests; backups do not count. */
public final class ChangedRows {
  private static final String CHANGED =
      " FROM quietus.ledger l JOIN quietus.ledger_count c ON c.run_id = l.run_id AND c.range_no ="
          + " l.range_no AND c.sequence_no = l.sequence_no WHERE l.range_no < "
          + ChunkId.FIRST_OF_VERSIONS
          + " AND c.deleted + c.anonymised + c.unlinked > 0";

  private final JdbcTemplate jdbc;

  public ChangedRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether a run changed any. */
  public boolean areIn(String run) {
    return !jdbc.queryForList(
            "SELECT 1" + CHANGED + " AND l.run_id = ? LIMIT 1", Integer.class, run)
        .isEmpty();
  }

  /** The runs that changed some for a request; an unfinished one and one given up count. */
  public Set<String> runsFor(String request) {
    return new TreeSet<>(
        jdbc.queryForList(
            "SELECT DISTINCT l.run_id" + CHANGED + " AND l.request_id = ?", String.class, request));
  }

  /** The requests that some runs, at least one, changed any for. */
  public Set<String> requestsOf(Collection<String> runs) {
    List<String> binds = List.copyOf(runs);
    return new TreeSet<>(
        jdbc.queryForList(
            "SELECT DISTINCT l.request_id"
                + CHANGED
                + " AND l.request_id IS NOT NULL AND l.run_id IN ("
                + String.join(", ", Collections.nCopies(binds.size(), "?"))
                + ")",
            String.class,
            binds.toArray()));
  }
}
