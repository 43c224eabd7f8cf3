package org.quietus.run;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quietus.request.State;
import org.springframework.jdbc.core.JdbcTemplate;

/** Counts the requests that are in a control schema, whatever job they are of. */
final class RequestsByJob {
  private static final String TERMINAL =
      Arrays.stream(State.values())
          .filter(State::isTerminal)
          .map(state -> "'" + state + "'")
          .collect(Collectors.joining(", "));

  private final JdbcTemplate jdbc;

  RequestsByJob(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** By job, those that are open, or of which rows are kept that come due by themselves. */
  SortedMap<String, Integer> unfinished() {
    SortedMap<String, Integer> unfinished = new TreeMap<>();
    jdbc.query(
        "SELECT job, COUNT(*) AS requests FROM quietus.request WHERE state NOT IN ("
            + TERMINAL
            + ") OR (state = '"
            + State.COMPLETED
            + "' AND kept_until IS NOT NULL) GROUP BY job",
        row -> {
          unfinished.put(row.getString("job"), row.getInt("requests"));
        });
    return unfinished;
  }
}
