package org.quietus.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The keys of rows that were deleted between persons and what hangs on them, as texts, sealed chunk
 * by chunk; kept until the request settles.
 */
final class GoneKeyNotes {
  private static final String LEFT = "left";

  private final JdbcTemplate jdbc;

  GoneKeyNotes(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds the keys of one chunk, none of which has a line break in it. */
  void add(String request, String chunk, List<String> keys, SealingKey key) {
    jdbc.update(
        "INSERT INTO quietus.gone_key (request_id, chunk, sealed) VALUES (?, ?, ?)",
        request,
        chunk,
        key.seal(
            String.join("\n", keys).getBytes(StandardCharsets.UTF_8), context(request, chunk)));
  }

  /** All of a request; {@code key} opens them. */
  List<String> of(String request, SealingKey key) {
    List<String> keys = new ArrayList<>();
    chunks(request)
        .forEach(
            (chunk, bytes) ->
                new String(key.open(bytes, context(request, chunk)), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(keys::add));
    return keys.stream().distinct().toList();
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

  /** Puts what is left in place of all. */
  void keep(String request, List<String> keys, SealingKey key) {
    forget(request);
    if (!keys.isEmpty()) {
      add(request, LEFT, keys, key);
    }
  }

  void forget(String request) {
    jdbc.update("DELETE FROM quietus.gone_key WHERE request_id = ?", request);
  }

  /** Forgets those of all requests of a job that are not acted on any more. */
  void forgetSettled(String job) {
    jdbc.update(
        "DELETE FROM quietus.gone_key WHERE request_id IN (SELECT request_id FROM quietus.request"
            + " WHERE job = ? AND state NOT IN ('running', 'settling'))",
        job);
  }

  private static String context(String request, String chunk) {
    return "gone " + request + " " + chunk;
  }
}
