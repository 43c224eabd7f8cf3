package org.quietus.control;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.request.SealingKey;
import org.quietus.target.LeftObject;
import org.quietus.target.LeftObjects;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a job's runs left of its backups, from the first run that left it until a later one finds it
 * gone or worked off.
 */
public final class LeftObjectNotes {
  private static final String WITHOUT_KEY = "(sealed, and the key that opens it is not there)";

  private final JdbcTemplate jdbc;
  private final String job;

  LeftObjectNotes(JdbcTemplate jdbc, String job) {
    this.jdbc = jdbc;
    this.job = job;
  }

  private record Id(String set, String token, String request) {
    static Id of(LeftObject object) {
      return new Id(object.set(), object.token(), object.request().orElse(""));
    }
  }

  /** Takes in what a run left, in place of what earlier ones did; in the caller's transaction. */
  public void note(String run, LeftObjects left, SealingKey key) {
    int number = number(run);
    Map<Id, Integer> first = new HashMap<>();
    List<Object[]> gone = new ArrayList<>();
    Map<Id, LeftObject> now = new LinkedHashMap<>();
    left.objects().forEach(object -> now.put(Id.of(object), object));
    jdbc.query(
        "SELECT set_name, version_token, request_id, first_run FROM quietus.left_object"
            + " WHERE job = ?",
        row -> {
          Id id = new Id(row.getString(1), row.getString(2), row.getString(3));
          first.put(id, row.getInt(4));
          if (now.containsKey(id) || !stays(id, left)) {
            gone.add(new Object[] {job, id.set(), id.token(), id.request()});
          }
        },
        job);
    if (!gone.isEmpty()) {
      jdbc.batchUpdate(
          "DELETE FROM quietus.left_object"
              + " WHERE job = ? AND set_name = ? AND version_token = ? AND request_id = ?",
          gone);
    }
    jdbc.update("UPDATE quietus.left_object SET last_run = ? WHERE job = ?", number, job);
    now.forEach(
        (id, object) ->
            jdbc.update(
                "INSERT INTO quietus.left_object (job, set_name, version_token, request_id, why,"
                    + " first_run, last_run, remains_until, sealed)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                job,
                id.set(),
                id.token(),
                id.request(),
                object.why(),
                first.getOrDefault(id, number),
                number,
                object.until().orElse(null),
                key.seal(object.name().getBytes(StandardCharsets.UTF_8), context(id))));
  }

  /** Whether what was left earlier is as it was although this run did not leave it itself. */
  private static boolean stays(Id id, LeftObjects left) {
    return left.unlisted().contains(id.set())
        || (!id.request().isEmpty() && left.unread().test(id.token()));
  }

  private int number(String run) {
    Integer number =
        jdbc.queryForObject(
            "SELECT sequence_no FROM quietus.run WHERE run_id = ?", Integer.class, run);
    return number == null ? 0 : number;
  }

  /** What a request's person may still be in; {@code key} is asked for if there is anything. */
  public List<LeftObject> of(String request, Supplier<SealingKey> key) {
    Set<Integer> runs =
        new HashSet<>(
            jdbc.queryForList(
                "SELECT DISTINCT r.sequence_no FROM quietus.work w"
                    + " JOIN quietus.run r ON r.run_id = w.run_id"
                    + " WHERE w.request_id = ? AND r.job = ?",
                Integer.class,
                request,
                job));
    List<Optional<LeftObject>> left =
        jdbc.query(
            "SELECT * FROM quietus.left_object WHERE job = ? AND request_id IN ('', ?)"
                + " ORDER BY set_name, why, first_run, version_token",
            (row, n) ->
                row.getString("request_id").equals(request)
                        || isIn(runs, row.getInt("first_run"), row.getInt("last_run"))
                    ? Optional.of(object(row, key))
                    : Optional.empty(),
            job,
            request);
    return left.stream().flatMap(Optional::stream).toList();
  }

  private static boolean isIn(Set<Integer> runs, int first, int last) {
    return runs.stream().anyMatch(run -> first <= run && run <= last);
  }

  private static LeftObject object(ResultSet row, Supplier<SealingKey> key) throws SQLException {
    Id id =
        new Id(
            row.getString("set_name"), row.getString("version_token"), row.getString("request_id"));
    return new LeftObject(
        id.set(),
        "set '" + id.set() + "'",
        id.token(),
        name(id, row.getBytes("sealed"), key),
        row.getString("why"),
        Optional.of(id.request()).filter(request -> !request.isEmpty()),
        Optional.ofNullable(row.getObject("remains_until", LocalDate.class)));
  }

  /** What else is known of the object is worth showing without it. */
  private static String name(Id id, byte[] sealed, Supplier<SealingKey> key) {
    try {
      return new String(key.get().open(sealed, context(id)), StandardCharsets.UTF_8);
    } catch (KeyRefused | IllegalStateException e) {
      return WITHOUT_KEY;
    }
  }

  private static String context(Id id) {
    return "left " + id.set() + " " + id.token();
  }
}
