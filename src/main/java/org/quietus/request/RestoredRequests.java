package org.quietus.request;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.request.mirror.MirrorEntry;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Brings the requests of a restored control schema to where the mirror saw them last. Identifiers
 * are not in the mirror: what was sealed in the backup stays if the request is still open. Of one
 * that was carried out the rows stay that the backup knew, and come due at once, for some of them
 * may have been kept by a law; all else is forgotten. Runs inside the caller's transaction.
 */
public final class RestoredRequests {
  private static final String UNKNOWN_COMMITMENT = "0".repeat(64);
  private static final List<String> UNTOUCHED =
      List.of("answered", "refused", "cancelled", "expired");
  private static final Set<String> MOVES_OF_REVIEWS =
      Set.of(Move.REVIEW.toString(), Move.MERGE.toString());
  private static final List<String> CARRIED_OUT = List.of("completed", "deferred");

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
  public RestoredRequests(JdbcTemplate jdbc, String job, SealingKey key, Predicate<String> needed) {
    this.jdbc = jdbc;
    this.job = job;
    this.persons = new SealedPersons(jdbc, job, key);
    this.events = new RequestEvents(jdbc);
    this.needed = needed;
  }

  /** Takes over what the mirror tells of a request. */
  public void restore(MirrorEntry mirrored) {
    Map<String, Object> content = mirrored.content();
    LocalDateTime at = RequestRow.utc(mirrored.at());
    String state = text(content, "state", "completed");
    ensure(
        mirrored.about(),
        text(content, "subject", ""),
        content.get("tenant"),
        state,
        RequestRow.utc(Instant.parse(text(content, "received", mirrored.at().toString()))),
        text(content, "commitment", UNKNOWN_COMMITMENT));
    if (content.containsKey("kind")) {
      jdbc.update(
          "UPDATE quietus.request SET kind = ? WHERE job = ? AND request_id = ?",
          content.get("kind"),
          job,
          mirrored.about());
    }
    jdbc.update(
        "UPDATE quietus.request SET state = ?, verified_at = ?, cooling_ends = ?, settles_at = ?,"
            + " completed_at = CASE WHEN ? = 1 THEN COALESCE(completed_at, ?) ELSE NULL END,"
            + " kept_until = NULL, restricted = ?, ground = COALESCE(?, ground),"
            + " requester = COALESCE(?, requester), evidence = COALESCE(?, evidence),"
            + " received_at = COALESCE(?, received_at)"
            + " WHERE job = ? AND request_id = ?",
        state,
        moment(content, "verified"),
        moment(content, "cooling-ends"),
        moment(content, "settles"),
        state.equals("completed") || state.equals("answered") ? 1 : 0,
        at,
        Boolean.TRUE.equals(content.get("restricted")) ? 1 : 0,
        content.get("ground"),
        content.get("requester"),
        content.get("evidence"),
        moment(content, "received"),
        job,
        mirrored.about());
    if (CARRIED_OUT.contains(state) && isKnownByRows(mirrored.about())) {
      // they come due; a day early, for days begin earlier elsewhere
      set(mirrored.about(), "kept_until", at.toLocalDate().minusDays(1));
    }
    events.append(
        mirrored.about(),
        at,
        text(content, "move", Move.COMPLETE.toString()),
        state,
        text(content, "role", Role.RUN.toString()),
        text(content, "reason", "replayed"));
    if (MOVES_OF_REVIEWS.contains(text(content, "move", ""))) {
      forgetReview(mirrored.about());
    }
  }

  /** Whom somebody chose since the backup was made went with the database: they choose again. */
  private void forgetReview(String id) {
    if (RequestHistory.isReviewed(events.of(id))) {
      persons.unreview(id);
    }
  }

  /** Whether rows are known, or may be once the key is back that they are sealed under. */
  private boolean isKnownByRows(String id) {
    return persons.areSealedOtherwise(id)
        || persons.of(id).filter(person -> person.rows().isPresent()).isPresent();
  }

  /** Forgets of those who were settled since the backup was made what no longer serves anybody. */
  private void forgetSettled() {
    remembered("1 = 1").filter(request -> !needed.test(request.id())).forEach(this::forget);
  }

  private Stream<ErasureRequest> remembered(String condition) {
    return jdbc
        .query(
            "SELECT * FROM quietus.request WHERE job = ? AND sealed IS NOT NULL AND " + condition,
            (row, n) -> RequestRow.request(row),
            job)
        .stream();
  }

  /**
   * Those of whom an earlier replay could not tell whether rows are known, since the key was not
   * there, and of whom none is.
   */
  private void forgetWhatNobodyKnew() {
    remembered("kept_until IS NOT NULL AND state IN ('completed', 'deferred')")
        .filter(request -> !isKnownByRows(request.id()))
        .forEach(request -> set(request.id(), "kept_until", null));
    remembered("resolved_at IS NOT NULL AND state = 'approved'")
        .filter(request -> !isKnownByRows(request.id()))
        .forEach(request -> set(request.id(), "resolved_at", null));
  }

  private void forget(ErasureRequest request) {
    String id = request.id();
    String state = request.state().toString();
    if (persons.areSealedOtherwise(id)) {
      forgetSealed(request);
    } else if (RequestHistory.isDecidedAgainst(request, events.of(id))) {
      persons.put(id, persons.of(id).map(SealedPerson::byReviewedKeys));
    } else if (CARRIED_OUT.contains(state) && isKnownByRows(id)) {
      persons.put(id, persons.of(id).map(SealedPerson::withoutIdentifiers));
    } else if (UNTOUCHED.contains(state) || state.equals("completed")) {
      persons.put(id, Optional.empty());
    }
  }

  /** The key may come back, and tell what comes due, or whom to spare. */
  private void forgetSealed(ErasureRequest request) {
    boolean settled = request.state().isTerminal() && request.keptUntil().isEmpty();
    if (settled && !RequestHistory.isDecidedAgainst(request, events.of(request.id()))) {
      persons.put(request.id(), Optional.empty());
    }
  }

  /** The requests that something may still be done for, and whose person a lost key sealed. */
  public List<String> sealedOtherwise() {
    return remembered("1 = 1")
        .filter(request -> !request.state().isTerminal() || request.keptUntil().isPresent())
        .map(ErasureRequest::id)
        .filter(persons::areSealedOtherwise)
        .toList();
  }

  private void set(String id, String column, @Nullable Object value) {
    jdbc.update(
        "UPDATE quietus.request SET " + column + " = ? WHERE job = ? AND request_id = ?",
        value,
        job,
        id);
  }

  /** Whether a hold kept a run from a request that it had taken up: nobody was erased for it. */
  public static boolean isPutBack(MirrorEntry mirrored) {
    return Move.PUT_BACK.toString().equals(mirrored.content().get("move"));
  }

  /**
   * Forgets that a request was taken up, unless the backup knows whose rows it is about: then they
   * stay frozen, as they were before a hold kept a run from it.
   */
  public void putBack(String id) {
    if (!isKnownByRows(id)) {
      set(id, "resolved_at", null);
    }
  }

  /**
   * Once the whole mirror was taken over: a request that was put back, and taken up again since,
   * was acted on as of when it was taken up first; of one that was not, nothing is known by which
   * its person could be found in copies. Of who was settled, what no longer serves is forgotten.
   */
  public void settle() {
    forgetWhatNobodyKnew();
    forgetSettled();
    jdbc.update(
        "UPDATE quietus.request SET resolved_at = (SELECT MIN(s.erased_at) FROM quietus.suppression"
            + " s WHERE s.job = ? AND s.request_id = quietus.request.request_id) WHERE job = ? AND"
            + " resolved_at IS NULL AND state IN ('running', 'settling', 'deferred', 'completed')",
        job,
        job);
    jdbc.update(
        "DELETE FROM quietus.suppression WHERE job = ? AND request_id IN (SELECT request_id"
            + " FROM quietus.request WHERE job = ? AND resolved_at IS NULL"
            + " AND state NOT IN ('running', 'settling', 'deferred', 'completed'))",
        job,
        job);
  }

  /** Sees that the request of a suppression entry is there, acted on at that moment. */
  public void erased(MirrorEntry suppression) {
    LocalDateTime at = RequestRow.utc(suppression.at());
    ensure(
        suppression.about(),
        text(suppression.content(), "subject", ""),
        suppression.content().get("tenant"),
        "completed",
        at,
        UNKNOWN_COMMITMENT);
    jdbc.update(
        "UPDATE quietus.request SET resolved_at = ? WHERE job = ? AND request_id = ?"
            + " AND resolved_at IS NULL",
        at,
        job,
        suppression.about());
  }

  private void ensure(
      String id,
      String subject,
      @Nullable Object tenant,
      String state,
      LocalDateTime received,
      String commitment) {
    Integer there =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.request WHERE request_id = ?", Integer.class, id);
    if (there == null || there == 0) {
      jdbc.update(
          "INSERT INTO quietus.request (request_id, job, subject, tenant, state, received_at,"
              + " commitment) VALUES (?, ?, ?, ?, ?, ?, ?)",
          id,
          job,
          subject,
          tenant,
          state,
          received,
          commitment);
    }
  }

  /**
   * The requests on which was acted and that are not completed, or of whose person something went
   * after a backup was made: it may hold their persons, whenever these were erased.
   */
  public Set<String> unfinished(Instant snapshot) {
    return new HashSet<>(
        jdbc.queryForList(
            "SELECT request_id FROM quietus.request WHERE job = ? AND resolved_at IS NOT NULL"
                + " AND (state <> 'completed'"
                + " OR request_id IN (SELECT request_id FROM quietus.ledger WHERE committed_at > ?)"
                + " OR request_id IN (SELECT request_id FROM quietus.request_event WHERE at > ?))",
            String.class,
            job,
            RequestRow.utc(snapshot),
            RequestRow.utc(snapshot)));
  }

  /** The unfinished requests of which an earlier replay could not tell whether anybody is back. */
  public Set<String> forgotten() {
    return new HashSet<>(
        jdbc.queryForList(
            "SELECT request_id FROM quietus.request WHERE job = ? AND resolved_at IS NOT NULL"
                + " AND sealed IS NULL AND state IN ('running', 'settling', 'deferred')",
            String.class,
            job));
  }

  private static String text(Map<String, Object> content, String key, String otherwise) {
    return String.valueOf(content.getOrDefault(key, otherwise));
  }

  private static @Nullable LocalDateTime moment(Map<String, Object> content, String key) {
    @Nullable Object text = content.get(key);
    return text == null ? null : RequestRow.utc(Instant.parse(text.toString()));
  }
}
