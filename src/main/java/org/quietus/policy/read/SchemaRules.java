package org.quietus.policy.read;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Holds a tree against a JSON Schema (draft 2020-12), as far as the schema of job files goes: a
 * validator for all of it takes longer to load than most commands run. A keyword that is not known
 * here is refused, so that none is silently without effect.
 */
final class SchemaRules {
  private static final Set<String> SILENT =
      Set.of(
          "$schema", "$id", "$defs", "title", "description", "default", "examples", "then", "else");

  /** As many as the schemas have, which are part of the program. */
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private final JsonNode schema;
  private final List<SchemaBreach> breaches = new ArrayList<>();

  private SchemaRules(JsonNode schema) {
    this.schema = schema;
  }

  /** Every breach, those of a mapping's values before its own. */
  static List<SchemaBreach> breaches(JsonNode schema, JsonNode tree) {
    SchemaRules rules = new SchemaRules(schema);
    rules.check(schema, tree, "");
    return rules.breaches;
  }

  private void check(JsonNode rule, JsonNode value, String at) {
    for (Map.Entry<String, JsonNode> one : rule.properties()) {
      String keyword = one.getKey();
      if (!SILENT.contains(keyword)) {
        check(keyword, one.getValue(), rule, value, at);
      }
    }
  }

  private void check(String keyword, JsonNode limit, JsonNode rule, JsonNode value, String at) {
    boolean kept =
        switch (keyword) {
          case "$ref" -> also(schema.at(limit.stringValue().substring(1)), value, at);
          case "if" -> also(rule.path(isBroken(limit, value) ? "else" : "then"), value, at);
          case "type" -> isOfType(limit, value);
          case "const" -> isSame(limit, value);
          case "enum" -> contains(limit, value);
          case "pattern" -> !value.isString() || matches(limit, value.stringValue());
          case "minimum" -> !value.isNumber() || compare(value, limit) >= 0;
          case "maximum" -> !value.isNumber() || compare(value, limit) <= 0;
          case "minItems" -> !value.isArray() || value.size() >= limit.intValue();
          case "uniqueItems" -> !value.isArray() || isOfDifferent(value);
          case "items" -> items(limit, value, at);
          case "minProperties" -> !value.isObject() || value.size() >= limit.intValue();
          case "maxProperties" -> !value.isObject() || value.size() <= limit.intValue();
          case "properties" -> properties(limit, value, at);
          case "required" -> required(limit, rule, value, at);
          case "additionalProperties" -> additional(limit, rule, value, at);
          case "propertyNames" -> names(limit, rule, value, at);
          default -> throw new IllegalStateException("unknown keyword " + keyword);
        };
    if (!kept) {
      breaches.add(new SchemaBreach(keyword, at, "", rule));
    }
  }

  private boolean also(JsonNode rule, JsonNode value, String at) {
    check(rule, value, at);
    return true;
  }

  private boolean isBroken(JsonNode rule, JsonNode value) {
    SchemaRules apart = new SchemaRules(schema);
    apart.check(rule, value, "");
    return !apart.breaches.isEmpty();
  }

  private static boolean isOfType(JsonNode types, JsonNode value) {
    return types.isArray()
        ? StreamSupport.stream(types.spliterator(), false).anyMatch(one -> isOfType(one, value))
        : switch (types.stringValue()) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isString();
          case "boolean" -> value.isBoolean();
          case "number" -> value.isNumber();
          case "integer" -> value.isIntegralNumber();
          default -> throw new IllegalStateException("unknown type " + types);
        };
  }

  private static boolean contains(JsonNode known, JsonNode value) {
    return StreamSupport.stream(known.spliterator(), false).anyMatch(one -> isSame(one, value));
  }

  private static boolean isSame(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber() ? compare(one, other) == 0 : one.equals(other);
  }

  private static int compare(JsonNode one, JsonNode other) {
    return decimal(one).compareTo(decimal(other));
  }

  private static BigDecimal decimal(JsonNode number) {
    return number.decimalValue();
  }

  private static boolean isOfDifferent(JsonNode values) {
    Set<JsonNode> seen = new HashSet<>();
    return StreamSupport.stream(values.spliterator(), false).allMatch(seen::add);
  }

  /** The dollar ends the text, not its last line. */
  private static boolean matches(JsonNode pattern, String text) {
    return PATTERNS
        .computeIfAbsent(
            pattern.stringValue(),
            written ->
                Pattern.compile(
                    written.endsWith("$") ? written.replaceAll("\\$$", "\\\\z") : written))
        .matcher(text)
        .find();
  }

  private boolean items(JsonNode limit, JsonNode value, String at) {
    for (int n = 0; value.isArray() && n < value.size(); n++) {
      check(limit, value.get(n), at + "/" + n);
    }
    return true;
  }

  private boolean properties(JsonNode limit, JsonNode value, String at) {
    for (Map.Entry<String, JsonNode> one : limit.properties()) {
      JsonNode there = value.isObject() ? value.get(one.getKey()) : null;
      if (there != null) {
        check(one.getValue(), there, JobTree.child(at, one.getKey()));
      }
    }
    return true;
  }

  private boolean required(JsonNode limit, JsonNode rule, JsonNode value, String at) {
    for (JsonNode key : limit) {
      if (value.isObject() && !value.has(key.stringValue())) {
        breaches.add(new SchemaBreach("required", at, key.stringValue(), rule));
      }
    }
    return true;
  }

  private boolean additional(JsonNode limit, JsonNode rule, JsonNode value, String at) {
    for (Map.Entry<String, JsonNode> one : value.properties()) {
      String key = one.getKey();
      if (rule.path("properties").has(key)) {
        continue;
      }
      if (limit.isObject()) {
        check(limit, one.getValue(), JobTree.child(at, key));
      } else if (!limit.booleanValue()) {
        breaches.add(new SchemaBreach("additionalProperties", at, key, rule));
      }
    }
    return true;
  }

  private boolean names(JsonNode limit, JsonNode rule, JsonNode value, String at) {
    for (Map.Entry<String, JsonNode> one : value.properties()) {
      if (isBroken(limit, StringNode.valueOf(one.getKey()))) {
        breaches.add(new SchemaBreach("propertyNames", at, one.getKey(), rule));
      }
    }
    return true;
  }
}
