package org.quietus.policy.read;

import tools.jackson.databind.JsonNode;

/**
 * A place of a job file that breaks the JSON Schema.
 *
 * @param keyword the broken keyword
 * @param pointer where, as a JSON pointer
 * @param property the key that is missing, unknown or badly named; else empty
 * @param rule the part of the schema that the keyword stands in
 */
record SchemaBreach(String keyword, String pointer, String property, JsonNode rule) {

  /** What the keyword asks for. */
  JsonNode limit() {
    return rule.path(keyword);
  }
}
