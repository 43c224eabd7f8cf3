package org.quietus.recipient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.request.mirror.MirrorEntry;

/** A notice as a row of the control schema, and as the content of a mirror entry. */
final class NoticeCodec {

  private NoticeCodec() {}

  /** The notice of a row with every column. */
  static Notice ofRow(ResultSet row) throws SQLException {
    return new Notice(
        row.getString("notice_id"),
        row.getString("request_id"),
        row.getInt("answer_no"),
        row.getString("recipient"),
        Notice.State.of(row.getString("state")),
        row.getString("reason"),
        instant(row, "created_at").orElseThrow(),
        instant(row, "since_at").orElseThrow(),
        row.getInt("attempts"),
        instant(row, "next_at").orElseThrow(),
        instant(row, "told_at"),
        instant(row, "settled_at"),
        lines(row.getString("places")));
  }

  /** What the mirror is to tell of a notice. */
  static Map<String, Object> content(Notice notice) {
    Map<String, Object> content = new HashMap<>();
    content.put("request", notice.request());
    content.put("answer", notice.answer());
    content.put("recipient", notice.recipient());
    content.put("state", notice.state().toString());
    content.put("reason", notice.reason());
    content.put("created", notice.created().toString());
    content.put("since", notice.since().toString());
    notice.told().ifPresent(told -> content.put("told", told.toString()));
    notice.settled().ifPresent(settled -> content.put("settled", settled.toString()));
    if (!notice.places().isEmpty()) {
      content.put("places", lines(notice.places()));
    }
    return content;
  }

  /** The notice that the mirror tells of; how often it was attempted is not mirrored. */
  static Notice ofMirror(MirrorEntry mirrored) {
    Map<String, Object> content = mirrored.content();
    return new Notice(
        mirrored.about(),
        text(content, "request"),
        ((Number) content.getOrDefault("answer", 0)).intValue(),
        text(content, "recipient"),
        Notice.State.of(text(content, "state")),
        text(content, "reason"),
        Instant.parse(text(content, "created")),
        Instant.parse(text(content, "since")),
        0,
        mirrored.at(),
        moment(content, "told"),
        moment(content, "settled"),
        lines(content.get("places")));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDateTime.class))
        .map(at -> at.toInstant(ZoneOffset.UTC));
  }

  /** A moment as columns hold it. */
  static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  static @Nullable LocalDateTime utc(Optional<Instant> at) {
    return at.map(NoticeCodec::utc).orElse(null);
  }

  /** Places as one text, a line each. */
  static @Nullable String lines(List<String> places) {
    return places.isEmpty() ? null : String.join("\n", places);
  }

  private static List<String> lines(@Nullable Object places) {
    return places == null ? List.of() : places.toString().lines().toList();
  }

  private static String text(Map<String, Object> content, String key) {
    return String.valueOf(content.get(key));
  }

  private static Optional<Instant> moment(Map<String, Object> content, String key) {
    return Optional.ofNullable(content.get(key)).map(text -> Instant.parse(text.toString()));
  }
}
