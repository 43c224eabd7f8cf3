package org.quietus.policy.read;

import java.io.InputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads JSON of our own into a tree. Jackson's mapper does that for any JSON, and takes longer to
 * get ready than the rest of reading a job file.
 */
final class JsonTree {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final JsonParser parser;

  private JsonTree(JsonParser parser) {
    this.parser = parser;
  }

  /** The tree of a whole text in UTF-8. */
  static JsonNode read(InputStream text) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      return new JsonTree(parser).node();
    }
  }

  private JsonNode node() {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_TRUE, VALUE_FALSE -> JSON.booleanNode(parser.getBooleanValue());
      case VALUE_NULL -> JSON.nullNode();
      case VALUE_NUMBER_INT -> JSON.numberNode(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> JSON.numberNode(parser.getDecimalValue());
      default -> JSON.stringNode(parser.getString());
    };
  }

  private ObjectNode object() {
    ObjectNode object = JSON.objectNode();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      object.set(name, node());
    }
    return object;
  }

  private ArrayNode array() {
    ArrayNode array = JSON.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(node());
    }
    return array;
  }
}
