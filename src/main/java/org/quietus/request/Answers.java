package org.quietus.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** The outbox of answers to requesters; runs inside the caller's transaction. */
public final class Answers {
  private final JdbcTemplate jdbc;
  private final String job;

  public Answers(JdbcTemplate jdbc, String job) {
    this.jdbc = jdbc;
    this.job = job;
  }

  /** All answers, the oldest first. */
  public List<Answer> all() {
    return jdbc.query(
        "SELECT a.* FROM quietus.answer a JOIN quietus.request r ON r.request_id = a.request_id"
            + " WHERE r.job = ? ORDER BY a.created_at, a.request_id, a.answer_no",
        (row, n) -> answer(row),
        job);
  }

  /**
   * One of them.
   *
   * @throws NotPossible if there is none
   */
  public Answer find(String id) {
    return all().stream()
        .filter(answer -> answer.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new NotPossible("there is no answer " + id + "; see 'quietus answer list'"));
  }

  /** The requests that have an answer which was not sent. */
  public Set<String> owing() {
    Set<String> owing = new HashSet<>();
    all().stream().filter(answer -> answer.sentAt().isEmpty()).forEach(a -> owing.add(a.request()));
    return owing;
  }

  /** Puts into the outbox what a move has to be answered by, if anything. */
  void after(
      ErasureRequest request, Move move, String reason, Optional<LocalDate> due, Instant at) {
    kind(request, move)
        .ifPresent(
            kind ->
                jdbc.update(
                    "INSERT INTO quietus.answer (request_id, answer_no, kind, reason, due_on,"
                        + " created_at) SELECT ?, COALESCE(MAX(answer_no), 0) + 1, ?, ?, ?, ?"
                        + " FROM quietus.answer WHERE request_id = ?",
                    request.id(),
                    kind.toString(),
                    reason,
                    due.orElse(null),
                    RequestRow.utc(at),
                    request.id()));
  }

  /** Notes that an answer was sent; the first time counts. */
  void sent(Answer answer, Instant at) {
    jdbc.update(
        "UPDATE quietus.answer SET sent_at = ?"
            + " WHERE request_id = ? AND answer_no = ? AND sent_at IS NULL",
        RequestRow.utc(at),
        answer.request(),
        answer.number());
  }

  private static Optional<Answer.Kind> kind(ErasureRequest request, Move move) {
    return switch (move) {
      case FILE -> Optional.of(Answer.Kind.RECEIVED);
      case ASK_IDENTITY -> Optional.of(Answer.Kind.IDENTITY_NEEDED);
      case EXTEND -> Optional.of(Answer.Kind.EXTENDED);
      case REFUSE, REJECT -> Optional.of(Answer.Kind.REFUSED);
      case DEFER -> Optional.of(Answer.Kind.DEFERRED);
      case COMPLETE ->
          Optional.of(
              request.keptUntil().isPresent()
                  ? Answer.Kind.COMPLETED_WITH_KEPT
                  : Answer.Kind.COMPLETED);
      case CANCEL -> Optional.of(Answer.Kind.CANCELLED);
      case EXPIRE -> Optional.of(Answer.Kind.EXPIRED);
      default -> Optional.empty();
    };
  }

  private static Answer answer(ResultSet row) throws SQLException {
    return new Answer(
        row.getString("request_id"),
        row.getInt("answer_no"),
        Codes.stored(Answer.Kind.class, row.getString("kind")),
        row.getString("reason"),
        Optional.ofNullable(row.getObject("due_on", LocalDate.class)),
        RequestRow.instant(row, "created_at").orElseThrow(),
        RequestRow.instant(row, "sent_at"));
  }
}
