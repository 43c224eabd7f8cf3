package org.quietus.request.mirror;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One file of a mirror: consecutive entries of a job, and the digest of the file before it, so that
 * none can be taken away from the middle.
 *
 * @param previous SHA-256 of the preceding file, lower-case hex; empty in the first
 */
record MirrorPiece(String job, String previous, List<MirrorEntry> entries) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  MirrorPiece {
    entries = List.copyOf(entries);
  }

  long first() {
    return entries.get(0).number();
  }

  long last() {
    return entries.get(entries.size() - 1).number();
  }

  /** The same entries always give the same bytes. */
  byte[] bytes() {
    Map<String, Object> piece = new LinkedHashMap<>();
    piece.put("quietus-mirror", 1);
    piece.put("job", job);
    piece.put("previous", previous);
    piece.put("entries", entries.stream().map(MirrorPiece::map).toList());
    return (JSON.writeValueAsString(piece) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Whether there are entries, numbered without a gap. */
  boolean isConsecutive() {
    return !entries.isEmpty() && last() - first() == entries.size() - 1;
  }

  /** Empty for what was never written by {@link #bytes}. */
  static Optional<MirrorPiece> read(byte[] bytes) {
    try {
      return Optional.of(piece(JSON.readTree(bytes))).filter(piece -> !piece.entries.isEmpty());
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static MirrorPiece piece(JsonNode piece) {
    List<MirrorEntry> entries = new ArrayList<>();
    for (JsonNode entry : piece.path("entries")) {
      entries.add(
          new MirrorEntry(
              entry.path("no").asLong(),
              MirrorEntry.Kind.of(entry.path("kind").asString()),
              entry.path("about").asString(),
              Instant.parse(entry.path("at").asString()),
              JSON.convertValue(entry.path("content"), MAP)));
    }
    return new MirrorPiece(
        piece.path("job").asString(), piece.path("previous").asString(), entries);
  }

  static String content(Map<String, Object> content) {
    return JSON.writeValueAsString(new TreeMap<>(content));
  }

  static Map<String, Object> content(String text) {
    return JSON.readValue(text, MAP);
  }

  private static Map<String, Object> map(MirrorEntry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("no", entry.number());
    map.put("kind", entry.kind().word());
    map.put("about", entry.about());
    map.put("at", entry.at().toString());
    map.put("content", new TreeMap<>(entry.content()));
    return map;
  }
}
