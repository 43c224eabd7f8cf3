package org.quietus.scenario.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quietus.testing.OpenedJwe;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what recipients are told, each with its own key. */
final class Letters {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, PrivateKey> keys = new HashMap<>();
  private final Map<String, List<String>> read = new HashMap<>();

  /** Opens what is for a recipient from now on. */
  void key(String recipient, PrivateKey key) {
    keys.put(recipient, key);
  }

  /** Every identifier that a notice to a recipient holds, with its name and type. */
  List<String> identifiers(String recipient, String text) {
    return read.computeIfAbsent(recipient + "\n" + text, both -> opened(recipient, text));
  }

  private List<String> opened(String recipient, String text) {
    JsonNode body =
        JSON.readTree(Base64.getDecoder().decode(JSON.readTree(text).get("payload").asString()));
    assertThat(body.get("recipient").asString()).isEqualTo(recipient);
    List<String> identifiers = new ArrayList<>();
    for (JsonNode one : held(recipient, body)) {
      assertThat(one.propertyNames()).containsExactlyInAnyOrder("name", "type", "value");
      identifiers.add(one.get("value").asString());
    }
    return identifiers;
  }

  private JsonNode held(String recipient, JsonNode body) {
    if (!body.has("encrypted-identifiers")) {
      return body.get("identifiers");
    }
    assertThat(body.has("identifiers")).as("in the clear too").isFalse();
    try {
      return JSON.readTree(
          OpenedJwe.of(body.get("encrypted-identifiers").asString(), keys.get(recipient)));
    } catch (Exception e) {
      throw new AssertionError("a notice that " + recipient + " cannot open", e);
    }
  }
}
