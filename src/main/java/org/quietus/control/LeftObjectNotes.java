package org.quietus.control;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
  private static final int PAGE = 500;

  private static final String OF_ONE =
      " WHERE job = ? AND set_name = ? AND version_token = ? AND request_id = ?";

  private static final String BEHIND =
      " WHERE job = ? AND set_name = ?"
          + " AND (version_token > ? OR (version_token = ? AND request_id > ?))";

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
    Map<Id, LeftObject> some = new LinkedHashMap<>();
    left.each(
        object -> {
          some.put(Id.of(object), object);
          if (some.size() == PAGE) {
            take(number, some, key);
            some.clear();
          }
        });
    take(number, some, key);
    jdbc.queryForList(
            "SELECT DISTINCT set_name FROM quietus.left_object WHERE job = ? AND last_run <> ?",
            String.class,
            job,
            number)
        .forEach(set -> takeEarlier(number, set, left));
  }

  private void take(int number, Map<Id, LeftObject> some, SealingKey key) {
    Set<Id> known = known(some.keySet());
    List<@Nullable Object[]> fresh = new ArrayList<>();
    List<@Nullable Object[]> still = new ArrayList<>();
    some.forEach(
        (id, object) -> {
          byte[] sealed = key.seal(object.name().getBytes(StandardCharsets.UTF_8), context(id));
          @Nullable LocalDate until = object.until().orElse(null);
          if (known.contains(id)) {
            still.add(binds(object.why(), number, until, sealed, id));
          } else {
            fresh.add(binds(object.why(), number, until, sealed, id, number));
          }
        });
    if (!still.isEmpty()) {
      jdbc.batchUpdate(
          "UPDATE quietus.left_object SET why = ?, last_run = ?, remains_until = ?, sealed = ?"
              + OF_ONE,
          still);
    }
    if (!fresh.isEmpty()) {
      jdbc.batchUpdate(
          "INSERT INTO quietus.left_object (why, last_run, remains_until, sealed, job, set_name,"
              + " version_token, request_id, first_run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          fresh);
    }
  }

  private @Nullable Object[] binds(
      String why, int number, @Nullable LocalDate until, byte[] sealed, Id id, Object... more) {
    List<@Nullable Object> binds =
        new ArrayList<>(
            Arrays.asList(why, number, until, sealed, job, id.set(), id.token(), id.request()));
    binds.addAll(List.of(more));
    return binds.toArray();
  }

  /** Those of them that earlier runs left, too. */
  private Set<Id> known(Set<Id> some) {
    Set<Id> known = new HashSet<>();
    Map<String, List<String>> tokens = new LinkedHashMap<>();
    some.forEach(id -> tokens.computeIfAbsent(id.set(), set -> new ArrayList<>()).add(id.token()));
    tokens.forEach(
        (set, all) -> {
          List<Object> binds = new ArrayList<>(List.of(job, set));
          binds.addAll(all);
          jdbc.query(
              "SELECT version_token, request_id FROM quietus.left_object"
                  + " WHERE job = ? AND set_name = ? AND version_token IN ("
                  + String.join(", ", Collections.nCopies(all.size(), "?"))
                  + ")",
              row -> {
                known.add(new Id(set, row.getString(1), row.getString(2)));
              },
              binds.toArray());
        });
    return known;
  }

  /** Of what earlier runs left in a set, and this one did not, keeps what is as it was. */
  private void takeEarlier(int number, String set, LeftObjects left) {
    Id last = new Id(set, "", "");
    List<Id> page = page(number, last);
    while (!page.isEmpty()) {
      List<Object[]> staying = new ArrayList<>();
      List<Object[]> gone = new ArrayList<>();
      for (Id id : page) {
        if (left.stays(set, id.token(), !id.request().isEmpty())) {
          staying.add(new Object[] {number, job, set, id.token(), id.request()});
        } else {
          gone.add(new Object[] {job, set, id.token(), id.request()});
        }
      }
      if (!staying.isEmpty()) {
        jdbc.batchUpdate("UPDATE quietus.left_object SET last_run = ?" + OF_ONE, staying);
      }
      if (!gone.isEmpty()) {
        jdbc.batchUpdate("DELETE FROM quietus.left_object" + OF_ONE, gone);
      }
      last = page.get(page.size() - 1);
      page = page(number, last);
    }
  }

  /** Some that earlier runs left, behind one of the same set. */
  private List<Id> page(int number, Id last) {
    return jdbc.query(
        "SELECT version_token, request_id FROM quietus.left_object"
            + BEHIND
            + " AND last_run <> ? ORDER BY version_token, request_id LIMIT ?",
        (row, n) -> new Id(last.set(), row.getString(1), row.getString(2)),
        job,
        last.set(),
        last.token(),
        last.token(),
        last.request(),
        number,
        PAGE);
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
    List<String> sets =
        jdbc.queryForList(
            "SELECT DISTINCT set_name FROM quietus.left_object WHERE job = ? ORDER BY set_name",
            String.class,
            job);
    return sets.stream().flatMap(set -> of(set, request, runs, key)).toList();
  }

  /** With the number of the first run that left it. */
  private record Since(int run, LeftObject object) {}

  private Stream<LeftObject> of(
      String set, String request, Set<Integer> runs, Supplier<SealingKey> key) {
    List<Since> left = new ArrayList<>();
    Id last = new Id(set, "", "");
    while (last != null) {
      @Nullable Id[] end = {null};
      jdbc.query(
          "SELECT * FROM quietus.left_object"
              + BEHIND
              + " AND request_id IN ('', ?) ORDER BY version_token, request_id LIMIT ?",
          row -> {
            Id id = new Id(set, row.getString("version_token"), row.getString("request_id"));
            int first = row.getInt("first_run");
            if (id.request().equals(request) || isIn(runs, first, row.getInt("last_run"))) {
              left.add(new Since(first, object(row, key)));
            }
            end[0] = id;
          },
          job,
          set,
          last.token(),
          last.token(),
          last.request(),
          request,
          PAGE);
      last = end[0];
    }
    return left.stream()
        .sorted(
            Comparator.comparing((Since one) -> one.object().why())
                .thenComparing(Since::run)
                .thenComparing(one -> one.object().token()))
        .map(Since::object);
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
