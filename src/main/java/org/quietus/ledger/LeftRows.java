package org.quietus.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quietus.policy.TableName;
import org.quietus.target.ChunkRecord;
import org.quietus.target.LeftRow;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows that a run left where they are, each by its token: however often it is met, once. */
final class LeftRows {
  private static final int TOKENS_PER_STATEMENT = 500;

  private final JdbcTemplate jdbc;

  LeftRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Notes what a chunk left, in the order of tokens, so that two chunks do not block each other.
   */
  void left(ChunkRecord chunk) {
    String request = chunk.request().orElse("");
    Map<byte[], LeftRow> rows = new TreeMap<>(Arrays::compareUnsigned);
    chunk.left().forEach(row -> rows.put(row.token(), row));
    List<Object[]> keys =
        rows.keySet().stream()
            .map(token -> new Object[] {chunk.id().run(), token, chunk.step(), request})
            .toList();
    if (keys.isEmpty()) {
      return;
    }
    jdbc.batchUpdate(
        "DELETE FROM quietus.left_row WHERE run_id = ? AND token = ? AND step_no = ?"
            + " AND request_id = ?",
        keys);
    jdbc.batchUpdate(
        "INSERT INTO quietus.left_row (run_id, step_no, request_id, token, kind, table_name, why)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows.values().stream()
            .map(
                row ->
                    new Object[] {
                      chunk.id().run(),
                      chunk.step(),
                      request,
                      row.token(),
                      row.kind().name().toLowerCase(Locale.ROOT),
                      row.table().toString(),
                      row.why()
                    })
            .toList());
  }

  /** Forgets that rows were left which have been changed after all. */
  void changed(String run, List<byte[]> tokens) {
    if (tokens.isEmpty() || !hasAny(run)) {
      return;
    }
    List<byte[]> sorted = tokens.stream().sorted(Arrays::compareUnsigned).toList();
    for (int from = 0; from < sorted.size(); from += TOKENS_PER_STATEMENT) {
      List<byte[]> some =
          sorted.subList(from, Math.min(from + TOKENS_PER_STATEMENT, sorted.size()));
      jdbc.update(
          "DELETE FROM quietus.left_row WHERE run_id = ? AND token IN ("
              + String.join(", ", Collections.nCopies(some.size(), "?"))
              + ")",
          statement -> {
            statement.setString(1, run);
            for (int n = 0; n < some.size(); n++) {
              statement.setBytes(n + 2, some.get(n));
            }
          });
    }
  }

  private boolean hasAny(String run) {
    return !jdbc.queryForList(
            "SELECT 1 FROM quietus.left_row WHERE run_id = ? LIMIT 1", Integer.class, run)
        .isEmpty();
  }

  /**
   * The rows that could not be changed.
   *
   * @param among restricts where
   */
  List<LeftRow> refused(String run, String among, Object... binds) {
    List<Object> all = new ArrayList<>(List.of(run));
    all.addAll(List.of(binds));
    return jdbc.query(
        "SELECT table_name, why, token FROM quietus.left_row WHERE run_id = ? AND kind = 'refused'"
            + among,
        (row, n) ->
            new LeftRow(
                LeftRow.Kind.REFUSED,
                TableName.parse(row.getString("table_name")),
                row.getString("why"),
                row.getBytes("token")),
        all.toArray());
  }

  /** Forgets rows that were left under a step, for a request or for none, and are gone. */
  void gone(String run, int step, Optional<String> request, List<LeftRow> rows) {
    jdbc.batchUpdate(
        "DELETE FROM quietus.left_row WHERE run_id = ? AND token = ? AND step_no = ?"
            + " AND request_id = ?",
        rows.stream()
            .map(LeftRow::token)
            .sorted(Arrays::compareUnsigned)
            .map(token -> new Object[] {run, token, step, request.orElse("")})
            .toList());
  }

  /** Forgets all rows that runs of a job left which have ended. */
  void forgetEnded(String job) {
    jdbc.queryForList(
            "SELECT DISTINCT l.run_id FROM quietus.left_row l JOIN quietus.run r"
                + " ON r.run_id = l.run_id WHERE r.job = ? AND r.state <> 'open'",
            String.class,
            job)
        .forEach(run -> jdbc.update("DELETE FROM quietus.left_row WHERE run_id = ?", run));
  }

  /**
   * Where shared rows were met: under a step, for a request or none of those that are told apart
   * (an empty text), in a table.
   */
  record Place(int step, String request, String table) {}

  /**
   * How many rows are shared with others; a row that was met in several places counts for the first
   * of them.
   *
   * @param byRequest whether requests are told apart
   * @param among restricts the places, over columns qualified by {@code %s}
   */
  Map<Place, Long> shared(boolean byRequest, String run, String among, Object... binds) {
    Map<Place, Long> rows = new TreeMap<>(Comparator.comparing(Place::toString));
    Object[] all = new Object[2 * binds.length + 1];
    all[0] = run;
    System.arraycopy(binds, 0, all, 1, binds.length);
    System.arraycopy(binds, 0, all, 1 + binds.length, binds.length);
    String place = "l.step_no, " + (byRequest ? "l.request_id, " : "") + "l.table_name";
    jdbc.query(
        "SELECT "
            + place
            + ", COUNT(*) left_rows FROM quietus.left_row l"
            + " WHERE l.run_id = ? AND l.kind = 'shared'"
            + among.formatted("l")
            + " AND NOT EXISTS (SELECT 1 FROM quietus.left_row e WHERE e.run_id = l.run_id"
            + " AND e.token = l.token AND e.kind = 'shared' AND (e.step_no < l.step_no OR"
            + " (e.step_no = l.step_no AND e.request_id < l.request_id))"
            + among.formatted("e")
            + ") GROUP BY "
            + place,
        row -> {
          String request = byRequest ? row.getString("request_id") : "";
          rows.put(
              new Place(row.getInt("step_no"), request, row.getString("table_name")),
              row.getLong("left_rows"));
        },
        all);
    return rows;
  }
}
