package org.quietus.cli;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as JSON: what {@code --json} prints. Instants are ISO 8601, UTC. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  static String of(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static tools.jackson.databind.JsonNode read(byte[] text) {
    return MAPPER.readTree(text);
  }
}
