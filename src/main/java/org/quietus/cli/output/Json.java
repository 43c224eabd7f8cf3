package org.quietus.cli.output;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as JSON: what {@code --json} prints. Instants are ISO 8601, UTC. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /** A value as indented JSON. */
  public static String of(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Any JSON as a tree. */
  public static tools.jackson.databind.JsonNode read(byte[] text) {
    return MAPPER.readTree(text);
  }
}
