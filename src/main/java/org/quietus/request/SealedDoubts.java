package org.quietus.request;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows of copies in doubt as the control schema holds them: what tells where they are, sealed. */
record SealedDoubts(SealingKey key) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * A row in doubt.
   *
   * @param object what messages call the object that it is in
   * @param first when a run saw it in that version first; empty if an older release noted it
   */
  record Doubt(String object, CopyReviews.Seen seen, Optional<Instant> first) {

    /** Whether somebody has to say something, although they said something then. */
    boolean waits(Instant said) {
      return seen.again() && first.filter(at -> at.isAfter(said)).isPresent();
    }
  }

  byte[] sealed(String set, String object, CopyReviews.Seen row, Instant first) {
    Map<String, Object> content =
        Map.of(
            "object", object,
            "seen", first.toString(),
            "table", row.table(),
            "place", row.place(),
            "agreeing", row.agreeing(),
            "differing", row.differing(),
            "key", row.key().orElse(""),
            "again", row.again());
    return key.seal(
        JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8),
        context(set, row.request(), row.token()));
  }

  Doubt opened(String set, String request, String token, byte[] sealed) {
    JsonNode content = JSON.readTree(key.open(sealed, context(set, request, token)));
    CopyReviews.Seen seen =
        new CopyReviews.Seen(
            request,
            token,
            content.path("table").asString(),
            content.path("place").asString(),
            texts(content.path("agreeing")),
            texts(content.path("differing")),
            text(content.path("key")),
            content.path("again").asBoolean(false));
    return new Doubt(
        content.path("object").asString(), seen, text(content.path("seen")).map(Instant::parse));
  }

  /** The same; empty of what was sealed under a lost key. */
  Optional<Doubt> readable(String set, String request, String token, byte[] sealed) {
    try {
      return Optional.of(opened(set, request, token, sealed));
    } catch (SealingKey.SealedOtherwise e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode content) {
    return Optional.of(content.asString()).filter(text -> !text.isEmpty());
  }

  private static Set<String> texts(JsonNode content) {
    return content.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
  }

  private static String context(String set, String request, String token) {
    return "doubted " + set + " " + request + " " + token;
  }
}
