package org.quietus.request;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The keys of rows that were deleted between persons and what hangs on them, as texts, sealed chunk
 * by chunk, in the control schema beside these rows; kept until the request settles.
 */
public final class GoneKeyNotes {
  private final JdbcTemplate jdbc;
  private final SealingKey key;

  public GoneKeyNotes(JdbcTemplate jdbc, SealingKey key) {
    this.jdbc = jdbc;
    this.key = key;
  }

  /** Adds the keys of one chunk, none of which has a line break in it. */
  public void add(String request, String chunk, List<String> keys) {
    jdbc.update(
        "INSERT INTO quietus.gone_key (request_id, chunk, sealed) VALUES (?, ?, ?)",
        request,
        chunk,
        key.seal(
            String.join("\n", keys).getBytes(StandardCharsets.UTF_8), context(request, chunk)));
  }

  /** All of a request. */
  public List<String> of(String request) {
    return chunks(request).entrySet().stream()
        .flatMap(chunk -> open(request, chunk.getKey(), chunk.getValue()).stream())
        .distinct()
        .toList();
  }

  private List<String> open(String request, String chunk, byte[] sealed) {
    byte[] text = key.open(sealed, context(request, chunk));
    return new String(text, StandardCharsets.UTF_8).lines().toList();
  }

  private Map<String, byte[]> chunks(String request) {
    Map<String, byte[]> chunks = new TreeMap<>();
    jdbc.query(
        "SELECT chunk, sealed FROM quietus.gone_key WHERE request_id = ?",
        row -> {
          chunks.put(row.getString("chunk"), row.getBytes("sealed"));
        },
        request);
    return chunks;
  }

  /** The requests that there are any of, whichever job's. */
  public List<String> requests() {
    return jdbc.queryForList("SELECT DISTINCT request_id FROM quietus.gone_key", String.class);
  }

  /** Forgets some keys of a request. */
  public void drop(String request, Set<String> keys) {
    chunks(request)
        .forEach(
            (chunk, bytes) -> {
              List<String> noted = open(request, chunk, bytes);
              List<String> left = noted.stream().filter(one -> !keys.contains(one)).toList();
              if (left.size() < noted.size()) {
                jdbc.update(
                    "DELETE FROM quietus.gone_key WHERE request_id = ? AND chunk = ?",
                    request,
                    chunk);
                if (!left.isEmpty()) {
                  add(request, chunk, left);
                }
              }
            });
  }

  /** Forgets all of a request. */
  public void forget(String request) {
    jdbc.update("DELETE FROM quietus.gone_key WHERE request_id = ?", request);
  }

  private static String context(String request, String chunk) {
    return "gone " + request + " " + chunk;
  }
}
