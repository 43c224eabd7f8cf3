package org.quietus.request;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.quietus.request.mirror.Mirror;
import org.quietus.request.mirror.MirrorEntry;
import org.quietus.subject.Identifier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The requests of a restored control schema that a replay brings to their end, once it is where the
 * mirror saw it last. Runs inside the caller's transaction.
 */
public final class ReplayedRequests {
  private static final String LOST = "identifiers-lost";

  private final JdbcTemplate jdbc;
  private final String job;
  private final SealedPersons persons;
  private final RequestEvents events;
  private final Predicate<String> needed;

  /**
   * The requests of a job.
   *
   * @param key the one that persons are sealed with
   * @param needed whether somebody has still to be told of a request, or to be answered
   */
  public ReplayedRequests(JdbcTemplate jdbc, String job, SealingKey key, Predicate<String> needed) {
    this.jdbc = jdbc;
    this.job = job;
    this.persons = new SealedPersons(jdbc, job, key);
    this.events = new RequestEvents(jdbc);
    this.needed = needed;
  }

  /** The requests that were begun to be acted on and have still to be completed. */
  public List<String> unfinished() {
    return jdbc.queryForList(
        "SELECT request_id FROM quietus.request WHERE job = ? AND resolved_at IS NOT NULL"
            + " AND state IN ('running', 'settling') ORDER BY request_id",
        String.class,
        job);
  }

  /**
   * Freezes whose rows an unfinished request is about, those that the backup knew and those that
   * were found again, so that nobody who came later with the same identifiers is taken for the
   * person.
   *
   * @param traits what the found rows hold; what the backup knew of them goes first
   * @param told what else says who somebody is in any of them
   * @param held what those hold that are known by a name; what the backup knew goes first
   */
  public void freeze(
      String id,
      List<String> rows,
      Map<String, String> traits,
      List<Identifier> told,
      Map<String, Map<String, String>> held) {
    if (persons.areSealedOtherwise(id)) {
      return; // the key tells
    }
    SealedPerson person = persons.of(id).orElseGet(() -> new SealedPerson("", List.of()));
    persons.put(
        id,
        Optional.of(
            person
                .found(with(person, rows), person.traits().isEmpty() ? traits : person.traits())
                .telling(told)
                .foundAs(unknown(held, person))));
  }

  /** Whether nothing is known of the person of a request. */
  public boolean isForgotten(String id) {
    return !persons.areSealedOtherwise(id) && persons.of(id).isEmpty();
  }

  private static List<String> with(SealedPerson person, List<String> rows) {
    Set<String> all = new LinkedHashSet<>(person.rows().orElse(List.of()));
    all.addAll(rows);
    return List.copyOf(all);
  }

  private static Map<String, Map<String, String>> unknown(
      Map<String, Map<String, String>> held, SealedPerson person) {
    Map<String, Map<String, String>> unknown = new HashMap<>(held);
    unknown.keySet().removeAll(person.foundAs().keySet());
    return unknown;
  }

  /**
   * Takes over rows that stay on a lawful basis for a while, so that they come due again.
   *
   * @param held what those hold that are known by a name and are to go as they are
   * @param again since when these are there once more, if each told whose it is
   */
  public void keep(
      String id,
      List<String> rows,
      Map<String, Map<String, String>> held,
      LocalDate until,
      Optional<Instant> again) {
    if (!isCarriedOut(id)) {
      return;
    }
    if (!persons.areSealedOtherwise(id)) {
      seal(id, rows, held, again);
    }
    jdbc.update(
        "UPDATE quietus.request SET kept_until = ? WHERE job = ? AND request_id = ?"
            + " AND (kept_until IS NULL OR kept_until > ?)",
        until,
        job,
        id,
        until);
  }

  private void seal(
      String id,
      List<String> rows,
      Map<String, Map<String, String>> held,
      Optional<Instant> again) {
    SealedPerson known = persons.of(id).orElseGet(() -> new SealedPerson("", List.of()));
    List<String> all = with(known, rows);
    SealedPerson person =
        needed.test(id)
            ? known.found(all, known.traits())
            : new SealedPerson("", List.of()).found(all, Map.of());
    persons.put(
        id,
        Optional.of(
            person
                .foundAs(unknown(held, person))
                .again(
                    rows.isEmpty()
                        ? known.again()
                        : again.filter(since -> rows.containsAll(all)))));
  }

  private boolean isCarriedOut(String id) {
    return !jdbc.queryForList(
            "SELECT request_id FROM quietus.request WHERE job = ? AND request_id = ?"
                + " AND state IN ('deferred', 'completed')",
            String.class,
            job,
            id)
        .isEmpty();
  }

  /** The requests that wait for rows which a law keeps, and of which no row is known to be kept. */
  public List<String> deferredInVain() {
    return jdbc.queryForList(
        "SELECT request_id FROM quietus.request WHERE job = ? AND state = 'deferred'"
            + " AND kept_until IS NULL ORDER BY request_id",
        String.class,
        job);
  }

  /** Open requests whose identifiers went with the database; they have to be given again. */
  public List<String> withoutIdentifiers() {
    return jdbc.queryForList(
        "SELECT request_id FROM quietus.request WHERE job = ? AND sealed IS NULL"
            + " AND completed_at IS NULL AND resolved_at IS NULL"
            + " AND state NOT IN ('completed', 'answered', 'refused', 'cancelled', 'expired')"
            + " ORDER BY request_id",
        String.class,
        job);
  }

  /** The requests that were begun to be acted on and of which the requester is still to be told. */
  public List<String> open() {
    return jdbc.queryForList(
        "SELECT request_id FROM quietus.request WHERE job = ? AND resolved_at IS NOT NULL"
            + " AND state IN ('running', 'settling', 'deferred') ORDER BY request_id",
        String.class,
        job);
  }

  /**
   * Requests by which somebody whom runs find was not to be erased, and nobody knows any more who
   * it is.
   */
  public List<String> lostDecisions() {
    return jdbc.queryForList(
        "SELECT r.request_id FROM quietus.request r WHERE r.job = ? AND r.sealed IS NULL"
            + " AND r.state IN ('refused', 'cancelled') AND (r.ground = ? OR (r.ground = ?"
            + " AND EXISTS (SELECT 1 FROM quietus.request_event e WHERE e.request_id = r.request_id"
            + " AND e.move = ? AND e.reason = ?))) ORDER BY r.request_id",
        String.class,
        job,
        Ground.MINOR.toString(),
        Ground.SERVICE_ENDED.toString(),
        Move.FILE.toString(),
        Intake.FOUND);
  }

  /**
   * Requests that came by the inbox after a moment, and were decided against: their rows are back
   * in it with a backup of that moment.
   */
  public List<String> decidedAgainstSince(Instant after) {
    return jdbc.queryForList(
        "SELECT r.request_id FROM quietus.request r WHERE r.job = ? AND r.sealed IS NULL"
            + " AND r.state IN ('refused', 'cancelled') AND EXISTS (SELECT 1 FROM"
            + " quietus.request_event e WHERE e.request_id = r.request_id AND e.move IN (?, ?)"
            + " AND e.actor = ? AND e.reason <> ? AND e.at > ?) ORDER BY r.request_id",
        String.class,
        job,
        Move.FILE.toString(),
        Move.MERGE.toString(),
        Role.SYSTEM.toString(),
        Intake.FOUND,
        RequestRow.utc(after));
  }

  /**
   * Ends the open requests that nobody knows any more whom they are about, here and in the mirror.
   */
  public void expireLost(Instant at, Mirror mirror) {
    String move = Move.EXPIRE.toString();
    String state = State.EXPIRED.toString();
    String role = Role.SYSTEM.toString();
    for (String id : withoutIdentifiers()) {
      jdbc.update(
          "UPDATE quietus.request SET state = ? WHERE job = ? AND request_id = ?", state, job, id);
      events.append(id, RequestRow.utc(at), move, state, role, LOST);
      mirror.append(
          MirrorEntry.Kind.REQUEST,
          id,
          at,
          Map.of("move", move, "state", state, "role", role, "reason", LOST));
    }
  }
}
