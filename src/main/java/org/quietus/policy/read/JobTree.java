package org.quietus.policy.read;

import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobText;
import tools.jackson.databind.JsonNode;

/**
 * The content of a job file.
 *
 * @param written as it stands in the file; the only thing that messages quote
 * @param content the same with its variables replaced
 */
record JobTree(JobText text, JsonNode written, JsonNode content) {

  /**
   * Reads YAML 1.2.
   *
   * @throws InvalidInput if it is not one plain YAML mapping
   */
  static JobTree of(String file, String text) {
    return new YamlReader(file, text).read();
  }

  /**
   * The scalar at a JSON pointer as the file has it, or a word for what else stands there; never a
   * password, which should not stand there but might.
   */
  String quoted(String pointer) {
    JsonNode node = written.at(pointer);
    if (pointer.endsWith("/password")) {
      return "a value that is not shown";
    }
    return node.isValueNode() ? "'" + text(node) + "'" : node.isArray() ? "a list" : "a mapping";
  }

  /** A scalar as people write it; of all else nothing. */
  static String text(JsonNode node) {
    return node.isNull() ? "null" : node.isValueNode() ? node.asString() : "";
  }

  /** A JSON pointer as people write it, {@code retention.old-visits.keep}. */
  static String path(String pointer) {
    return pointer.isEmpty()
        ? "the job file"
        : "'" + pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~") + "'";
  }

  /** The pointer of a key inside the mapping at another one (RFC 6901). */
  static String child(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
