package org.quietus.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.request.mirror.Mirror;
import org.quietus.request.mirror.MirrorEntry;
import org.springframework.jdbc.core.JdbcTemplate;

/** The outbox of answers to requesters, and its mirror; runs inside the caller's transaction. */
public final class Answers {
  private final JdbcTemplate jdbc;
  private final String job;
  private final Optional<Mirror> mirror;

  /** The answers as those see them who only read. */
  public Answers(JdbcTemplate jdbc, String job) {
    this(jdbc, job, Optional.empty());
  }

  Answers(JdbcTemplate jdbc, String job, Optional<Mirror> mirror) {
    this.jdbc = jdbc;
    this.job = job;
    this.mirror = mirror;
  }

  /** All answers, the oldest first. */
  public List<Answer> all() {
    return query("");
  }

  /** One of a request's, if it is there. */
  public Optional<Answer> of(String request, int number) {
    return query(" AND a.request_id = ? AND a.answer_no = ?", request, number).stream().findFirst();
  }

  private List<Answer> query(String which, Object... binds) {
    return jdbc.query(
        "SELECT a.* FROM quietus.answer a JOIN quietus.request r ON r.request_id = a.request_id"
            + " WHERE r.job = ?"
            + which
            + " ORDER BY a.created_at, a.request_id, a.answer_no",
        (row, n) -> answer(row),
        Stream.concat(Stream.of(job), Stream.of(binds)).toArray());
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

  /** Whether a request has an answer which was not sent. */
  public boolean isOwed(String request) {
    Integer owed =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.answer WHERE request_id = ? AND sent_at IS NULL",
            Integer.class,
            request);
    return owed != null && owed > 0;
  }

  /** Puts into the outbox what a move has to be answered by, if anything. */
  void after(
      ErasureRequest request, Move move, String reason, Optional<LocalDate> due, Instant at) {
    kind(request, move)
        .filter(kind -> !reason.equals(Execution.IN_DOUBT))
        .filter(kind -> kind != Answer.Kind.DEFERRED || !isToldOf(request.id(), kind))
        .ifPresent(
            kind ->
                add(
                    new Answer(
                        request.id(),
                        next(request.id()),
                        kind,
                        reason,
                        due,
                        at,
                        Optional.empty())));
  }

  /** Whether a request has an answer of a kind, sent or not. */
  private boolean isToldOf(String request, Answer.Kind kind) {
    return query(" AND a.request_id = ?", request).stream()
        .anyMatch(answer -> answer.kind() == kind);
  }

  private int next(String request) {
    Integer last =
        jdbc.queryForObject(
            "SELECT COALESCE(MAX(answer_no), 0) FROM quietus.answer WHERE request_id = ?",
            Integer.class,
            request);
    return last == null ? 1 : last + 1;
  }

  private void add(Answer answer) {
    insert(answer);
    Map<String, Object> content = new HashMap<>();
    content.put("no", answer.number());
    content.put("kind", answer.kind().toString());
    content.put("reason", answer.reason());
    answer.due().ifPresent(day -> content.put("due", day.toString()));
    mirror(answer, answer.createdAt(), content);
  }

  private void insert(Answer answer) {
    jdbc.update(
        "INSERT INTO quietus.answer (request_id, answer_no, kind, reason, due_on, created_at)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        answer.request(),
        answer.number(),
        answer.kind().toString(),
        answer.reason(),
        answer.due().orElse(null),
        RequestRow.utc(answer.createdAt()));
  }

  private void mirror(Answer answer, Instant at, Map<String, Object> content) {
    mirror.ifPresent(copy -> copy.append(MirrorEntry.Kind.ANSWER, answer.request(), at, content));
  }

  /** Notes that an answer was sent; the first time counts. */
  void sent(Answer answer, Instant at) {
    if (sent(answer.request(), answer.number(), at) == 1) {
      mirror(answer, at, Map.of("no", answer.number(), "sent", true));
    }
  }

  /** Notes of all that a requester was still to be told that it was. */
  void allSent(String request, Instant at) {
    query(" AND a.request_id = ? AND a.sent_at IS NULL", request)
        .forEach(answer -> sent(answer, at));
  }

  private int sent(String request, int number, Instant at) {
    return jdbc.update(
        "UPDATE quietus.answer SET sent_at = ?"
            + " WHERE request_id = ? AND answer_no = ? AND sent_at IS NULL",
        RequestRow.utc(at),
        request,
        number);
  }

  /** Takes over what the mirror tells of an answer, in a control schema that was restored. */
  public void restore(MirrorEntry mirrored) {
    Map<String, Object> content = mirrored.content();
    int number = ((Number) content.getOrDefault("no", 0)).intValue();
    if (content.containsKey("sent")) {
      sent(mirrored.about(), number, mirrored.at());
    } else if (of(mirrored.about(), number).isEmpty()) {
      insert(
          new Answer(
              mirrored.about(),
              number,
              Codes.stored(Answer.Kind.class, String.valueOf(content.get("kind"))),
              String.valueOf(content.get("reason")),
              Optional.ofNullable(content.get("due")).map(day -> LocalDate.parse(day.toString())),
              mirrored.at(),
              Optional.empty()));
    }
  }

  private static Optional<Answer.Kind> kind(ErasureRequest request, Move move) {
    return switch (move) {
      case FILE ->
          Optional.of(request.asks().isErasure() ? Answer.Kind.RECEIVED : Answer.Kind.NOTED);
      case ASK_IDENTITY -> Optional.of(Answer.Kind.IDENTITY_NEEDED);
      case EXTEND -> Optional.of(Answer.Kind.EXTENDED);
      case REFUSE, REJECT -> Optional.of(Answer.Kind.REFUSED);
      case DEFER -> Optional.of(Answer.Kind.DEFERRED);
      case COMPLETE ->
          Optional.of(
              request.filing().purpose().isPresent()
                  ? Answer.Kind.WITHDRAWN
                  : request.keptUntil().isPresent()
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
