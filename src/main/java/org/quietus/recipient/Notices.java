package org.quietus.recipient;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.quietus.request.NotPossible;
import org.quietus.request.mirror.Mirror;
import org.quietus.request.mirror.MirrorEntry;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A job's notices in the control schema, and their mirror; runs inside the caller's transaction.
 */
public final class Notices {
  private final JdbcTemplate jdbc;
  private final String job;

  public Notices(JdbcTemplate jdbc, String job) {
    this.jdbc = jdbc;
    this.job = job;
  }

  /** All of them, the oldest first. */
  public List<Notice> all() {
    return query("");
  }

  /** Those of one request, the oldest first. */
  public List<Notice> of(String request) {
    return query(" AND request_id = ?", request);
  }

  /** By each of some ids that is a notice's, the request whose notice that is. */
  public Map<String, String> requests(Collection<String> ids) {
    Map<String, String> requests = new HashMap<>();
    if (!ids.isEmpty()) {
      jdbc.query(
          "SELECT notice_id, request_id FROM quietus.notice WHERE job = ? AND notice_id IN ("
              + String.join(", ", Collections.nCopies(ids.size(), "?"))
              + ")",
          row -> {
            requests.put(row.getString(1), row.getString(2));
          },
          Stream.concat(Stream.of(job), ids.stream()).toArray());
    }
    return requests;
  }

  /** Those to a recipient that something is still to be done for, the oldest first. */
  List<Notice> open(String recipient) {
    return query(" AND settled_at IS NULL AND recipient = ?", recipient);
  }

  /**
   * Those that nothing is to be done for any more, but to remove what was left for the recipient.
   */
  List<Notice> leftBehind() {
    return query(" AND settled_at IS NOT NULL AND places IS NOT NULL");
  }

  /** Notes that a request's latest certificate does not tell any more where a notice lies. */
  void uncertify(Notice notice) {
    jdbc.update(
        "UPDATE quietus.notice SET certified = NULL WHERE job = ? AND notice_id = ?",
        job,
        notice.id());
  }

  /**
   * One of them, locked until the transaction ends.
   *
   * @throws NotPossible if there is none
   */
  Notice locked(String id) {
    return jdbc
        .query(
            "SELECT * FROM quietus.notice WHERE job = ? AND notice_id = ? FOR UPDATE",
            (row, n) -> NoticeCodec.ofRow(row),
            job,
            id)
        .stream()
        .findFirst()
        .orElseThrow(
            () -> new NotPossible("there is no notice " + id + "; see 'quietus recipient list'"));
  }

  /** Whether a recipient has still to be told of a request's person, or to confirm it. */
  public boolean isOpenFor(String request) {
    Integer open =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.notice WHERE job = ? AND request_id = ?"
                + " AND answer_no = 0 AND settled_at IS NULL",
            Integer.class,
            job,
            request);
    return open != null && open > 0;
  }

  /** Adds a notice, unless the recipient has one of that request already. */
  public void add(Notice notice, Mirror mirror) {
    if (insert(notice)) {
      mirror(notice, notice.created(), mirror);
    }
  }

  private boolean insert(Notice notice) {
    boolean there =
        of(notice.request()).stream()
            .anyMatch(
                other ->
                    other.recipient().equals(notice.recipient())
                        && other.answer() == notice.answer());
    if (there) {
      return false;
    }
    jdbc.update(
        "INSERT INTO quietus.notice (notice_id, job, request_id, answer_no, recipient, created_at,"
            + " state, reason, since_at, attempts, next_at, told_at, settled_at, places)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        notice.id(),
        job,
        notice.request(),
        notice.answer(),
        notice.recipient(),
        NoticeCodec.utc(notice.created()),
        notice.state().toString(),
        notice.reason(),
        NoticeCodec.utc(notice.since()),
        notice.attempts(),
        NoticeCodec.utc(notice.next()),
        NoticeCodec.utc(notice.told()),
        NoticeCodec.utc(notice.settled()),
        NoticeCodec.lines(notice.places()));
    return true;
  }

  /**
   * Notes what became of a notice; the mirror hears of it if its state changed, or where it lies.
   */
  void note(Notice before, Notice after, Instant at, Mirror mirror) {
    update(after);
    boolean moved =
        after.state() != Notice.State.PENDING && !before.places().equals(after.places());
    if (before.state() != after.state() || before.isOpen() != after.isOpen() || moved) {
      mirror(after, at, mirror);
    }
  }

  private void update(Notice after) {
    jdbc.update(
        "UPDATE quietus.notice SET state = ?, reason = ?, since_at = ?, attempts = ?, next_at = ?,"
            + " told_at = ?, settled_at = ?, places = ? WHERE job = ? AND notice_id = ?",
        after.state().toString(),
        after.reason(),
        NoticeCodec.utc(after.since()),
        after.attempts(),
        NoticeCodec.utc(after.next()),
        NoticeCodec.utc(after.told()),
        NoticeCodec.utc(after.settled()),
        NoticeCodec.lines(after.places()),
        job,
        after.id());
  }

  private static void mirror(Notice notice, Instant at, Mirror mirror) {
    mirror.append(MirrorEntry.Kind.NOTICE, notice.id(), at, NoticeCodec.content(notice));
  }

  /** Takes over what the mirror tells of a notice, in a control schema that was restored. */
  public void restore(MirrorEntry mirrored) {
    Notice notice = NoticeCodec.ofMirror(mirrored);
    if (!insert(notice)) {
      update(notice);
    }
  }

  /**
   * The requests of whose person all recipients are settled, or what was left for one is removed,
   * and no certificate says so yet.
   */
  public List<String> uncertified() {
    return jdbc.queryForList(
        "SELECT request_id FROM quietus.notice WHERE job = ? AND answer_no = 0 GROUP BY request_id"
            + " HAVING COUNT(settled_at) = COUNT(*) AND"
            + " SUM(CASE WHEN certified = state THEN 0 ELSE 1 END) > 0 ORDER BY request_id",
        String.class,
        job);
  }

  /** Notes which states of a request's notices a certificate names. */
  public void certified(List<Notice> stated) {
    for (Notice notice : stated) {
      jdbc.update(
          "UPDATE quietus.notice SET certified = ? WHERE job = ? AND notice_id = ?",
          notice.state().toString(),
          job,
          notice.id());
    }
  }

  /** Notes that a certificate was issued because a copy or the last recipient was settled. */
  public void followedUp(String request, int sequence) {
    Integer there =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.notice_follow_up WHERE request_id = ?"
                + " AND sequence_no = ?",
            Integer.class,
            request,
            sequence);
    if (there == null || there == 0) {
      jdbc.update(
          "INSERT INTO quietus.notice_follow_up (request_id, sequence_no) VALUES (?, ?)",
          request,
          sequence);
    }
  }

  /** How many certificates of a request were issued because of copies or recipients alone. */
  public int followUps(String request) {
    Integer issued =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.notice_follow_up WHERE request_id = ?",
            Integer.class,
            request);
    return issued == null ? 0 : issued;
  }

  private List<Notice> query(String which, Object... binds) {
    Object[] all = new Object[binds.length + 1];
    all[0] = job;
    System.arraycopy(binds, 0, all, 1, binds.length);
    return jdbc.query(
        "SELECT * FROM quietus.notice WHERE job = ?"
            + which
            + " ORDER BY created_at, request_id, recipient, answer_no",
        (row, n) -> NoticeCodec.ofRow(row),
        all);
  }
}
