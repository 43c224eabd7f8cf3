package org.quietus.run.replay;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.quietus.catalog.RowValues;
import org.quietus.request.ErasureRequests;
import org.quietus.request.SealingKey;
import org.quietus.run.person.Requested;
import org.quietus.target.FoundAs;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whose rows each replay found, sealed; its methods run inside the caller's transaction. */
public final class ReplayPersons {
  private static final char CERTAIN = '+';
  private static final char UNSURE = '?';

  /** Certain, and somebody has to say of other rows whether they are this person's too. */
  private static final char INCOMPLETE = '!';

  /** Before a row that is there and told whose it is. */
  private static final String SEEN = "=";

  /** Before what a row held that is known by a name. */
  private static final String HELD = "~";

  private final JdbcTemplate jdbc;
  private final SealingKey key;
  private final ErasureRequests requests;

  public ReplayPersons(JdbcTemplate jdbc, SealingKey key, ErasureRequests requests) {
    this.jdbc = jdbc;
    this.key = key;
    this.requests = requests;
  }

  void add(String run, List<Recognised> persons, RowsNow now) {
    for (Recognised person : persons) {
      add(run, person, person.certain() ? now.held(person) : Map.of());
    }
  }

  private void add(String run, Recognised person, Map<RowValues, Map<String, String>> held) {
    List<RowValues> meant = person.certain() ? person.rows() : person.doubtful();
    String rows =
        meant.stream()
            .map(row -> (person.seen().contains(row) ? SEEN : "") + row.encode())
            .collect(Collectors.joining("\n"));
    byte[] plain = (knowledge(person) + rows + text(held)).getBytes(StandardCharsets.US_ASCII);
    jdbc.update(
        "INSERT INTO quietus.replay_person (run_id, request_id, subject, erased_at, sealed)"
            + " VALUES (?, ?, ?, ?, ?)",
        run,
        person.request(),
        person.subject(),
        LocalDateTime.ofInstant(person.erasedAt(), ZoneOffset.UTC),
        key.seal(plain, context(run, person.request())));
  }

  private static String text(Map<RowValues, Map<String, String>> held) {
    StringBuilder text = new StringBuilder();
    held.forEach(
        (row, values) -> {
          List<Object> line = new ArrayList<>(List.of(row.encode()));
          values.forEach((column, value) -> line.addAll(List.of(column, value)));
          text.append("\n").append(HELD).append(new RowValues(List.copyOf(line)).encode());
        });
    return text.toString();
  }

  private static Map<RowValues, Map<String, String>> held(String plain) {
    Map<RowValues, Map<String, String>> held = new HashMap<>();
    plain
        .lines()
        .filter(line -> line.startsWith(HELD))
        .map(line -> RowValues.decode(line.substring(HELD.length())).values())
        .forEach(
            line -> {
              Map<String, String> values = new HashMap<>();
              for (int n = 1; n < line.size(); n += 2) {
                values.put(String.valueOf(line.get(n)), String.valueOf(line.get(n + 1)));
              }
              held.put(RowValues.decode(String.valueOf(line.get(0))), values);
            });
    return held;
  }

  private static char knowledge(Recognised person) {
    if (!person.certain()) {
      return UNSURE;
    }
    return person.doubtful().isEmpty() ? CERTAIN : INCOMPLETE;
  }

  /** Puts what is known of persons by now in place of what was known. */
  void replace(String run, List<Recognised> persons, RowsNow now) {
    Map<String, Map<RowValues, Map<String, String>>> before = heldBefore(run);
    for (Recognised person : persons) {
      jdbc.update(
          "DELETE FROM quietus.replay_person WHERE run_id = ? AND request_id = ?",
          run,
          person.request());
      Map<RowValues, Map<String, String>> held =
          new HashMap<>(person.certain() ? now.held(person) : Map.of());
      held.putAll(before.getOrDefault(person.request(), Map.of()));
      add(run, person, held);
    }
  }

  private Map<String, Map<RowValues, Map<String, String>>> heldBefore(String run) {
    Map<String, Map<RowValues, Map<String, String>>> held = new HashMap<>();
    jdbc.query(
        "SELECT request_id, sealed FROM quietus.replay_person WHERE run_id = ?",
        row -> {
          String request = row.getString("request_id");
          held.put(request, held(opened(run, request, row.getBytes("sealed"))));
        },
        run);
    return held;
  }

  /**
   * Those of some persons of whom a run does not know all that was found, with what it knows.
   *
   * @param keyColumns by kind of person, how many columns the key of their rows has
   */
  List<Recognised> further(String run, List<Recognised> found, ToIntFunction<String> keyColumns) {
    Map<String, Recognised> known = known(run);
    return found.stream()
        .flatMap(
            person ->
                Optional.ofNullable(known.get(person.request()))
                    .map(before -> before.and(person, keyColumns.applyAsInt(person.subject())))
                    .orElse(Optional.of(person))
                    .stream())
        .toList();
  }

  /** Some persons without doubts about the rows that a run knows to be theirs. */
  List<Recognised> sure(String run, List<Recognised> found, ToIntFunction<String> keyColumns) {
    Map<String, Recognised> known = known(run);
    return found.stream()
        .map(
            person ->
                Optional.ofNullable(known.get(person.request()))
                    .map(
                        before ->
                            person.knowing(before.rows(), keyColumns.applyAsInt(person.subject())))
                    .orElse(person))
        .toList();
  }

  private Map<String, Recognised> known(String run) {
    Map<String, Recognised> known = new HashMap<>();
    jdbc.query(
        "SELECT * FROM quietus.replay_person WHERE run_id = ?",
        row -> {
          Recognised person = recognised(run, row);
          known.put(person.request(), person);
        },
        run);
    return known;
  }

  private Recognised recognised(String run, ResultSet row) throws SQLException {
    String request = row.getString("request_id");
    String plain = opened(run, request, row.getBytes("sealed"));
    List<RowValues> rows = rows(plain, "");
    char knowledge = plain.charAt(0);
    return new Recognised(
        request,
        row.getString("subject"),
        row.getObject("erased_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
        knowledge == UNSURE ? List.of() : rows,
        knowledge == CERTAIN ? List.of() : rows,
        rows(plain, SEEN));
  }

  boolean areReadable(String run) {
    try {
      known(run);
      return true;
    } catch (SealingKey.SealedOtherwise e) {
      return false;
    }
  }

  /** The rows of a person, or those alone that have a mark. */
  private static List<RowValues> rows(String plain, String mark) {
    return plain
        .substring(1)
        .lines()
        .filter(row -> row.startsWith(mark) && !row.startsWith(HELD))
        .map(row -> RowValues.decode(row.startsWith(SEEN) ? row.substring(SEEN.length()) : row))
        .toList();
  }

  /** The requests of which a row is certain, and another one left for somebody to look at. */
  Set<String> incomplete(String run) {
    Set<String> incomplete = new HashSet<>();
    jdbc.query(
        "SELECT request_id, sealed FROM quietus.replay_person WHERE run_id = ?",
        row -> {
          String request = row.getString("request_id");
          if (opened(run, request, row.getBytes("sealed")).charAt(0) == INCOMPLETE) {
            incomplete.add(request);
          }
        },
        run);
    return incomplete;
  }

  private String opened(String run, String request, byte[] sealed) {
    return new String(key.open(sealed, context(run, request)), StandardCharsets.US_ASCII);
  }

  /** The persons of a run as its steps are worked off for, by request. */
  Map<String, Requested> of(String run) {
    Map<String, Requested> persons = new LinkedHashMap<>();
    Instant since = startedAt(run);
    jdbc.query(
        "SELECT * FROM quietus.replay_person WHERE run_id = ? ORDER BY request_id",
        row -> {
          String request = row.getString("request_id");
          String plain = opened(run, request, row.getBytes("sealed"));
          PersonKeys keys =
              new PersonKeys(
                      rows(plain, ""),
                      row.getObject("erased_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                      plain.charAt(0) == UNSURE
                          ? PersonKeys.Whose.UNKNOWN
                          : PersonKeys.Whose.ONE_PERSON)
                  .foundAs(FoundAs.UNKNOWN.and(held(plain)));
          persons.put(
              request,
              new Requested(
                  requests.find(request).orElseThrow(),
                  keys,
                  PersonTraits.NONE,
                  Optional.of(since)
                      .filter(at -> !keys.rows().isEmpty())
                      .filter(at -> rows(plain, SEEN).equals(keys.rows()))));
        },
        run);
    return persons;
  }

  private Instant startedAt(String run) {
    return jdbc
        .query(
            "SELECT started_at FROM quietus.run WHERE run_id = ?",
            (row, n) -> row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC),
            run)
        .stream()
        .findFirst()
        .orElse(Instant.EPOCH);
  }

  /** Forgets them. */
  void remove(String run) {
    jdbc.update("DELETE FROM quietus.replay_person WHERE run_id = ?", run);
  }

  private static String context(String run, String request) {
    return "replay " + run + " " + request;
  }
}
