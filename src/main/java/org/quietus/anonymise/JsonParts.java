package org.quietus.anonymise;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * {@code json: { path: strategy }}: some values inside a JSON document. A value that its strategy
 * does not take becomes null, and what is not a JSON object or list, or would become longer than
 * the column is, {@code {}}. Nothing tells the outcome from an original, so it needs a mark column.
 *
 * @param parts by path, in the order that they are applied in
 * @param longest how many characters the column holds; 0 if there is no bound
 */
public record JsonParts(Map<JsonPath, Strategy> parts, long longest) implements Strategy {
  private static final String NOTHING = "{}";
  private static final int MOST_DIGITS = 1000;
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  public JsonParts {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** The same in a column that holds so many characters; 0 if there is no bound. */
  public JsonParts atMost(long characters) {
    return new JsonParts(parts, characters);
  }

  @Override
  public String name() {
    return "json";
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, RandomGenerator random) {
    return apply(value, Whose.nobody(), random);
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, Whose whose, RandomGenerator random) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw Strategy.unsuitable(name(), value);
    }
    try {
      String changed = change(text, whose, random);
      return longest > 0 && changed.codePointCount(0, changed.length()) > longest
          ? NOTHING
          : changed;
    } catch (JacksonException e) {
      return NOTHING;
    }
  }

  private String change(String text, Whose whose, RandomGenerator random) {
    JsonNode document = MAPPER.readTree(text);
    if (document.isMissingNode() || document.isString() || document.isNumber()) {
      return NOTHING;
    }
    boolean changed = false;
    for (Map.Entry<JsonPath, Strategy> part : parts.entrySet()) {
      changed |= part.getKey().change(document, node -> of(node, part.getValue(), whose, random));
    }
    return changed || hasNameTwice(text) ? MAPPER.writeValueAsString(document) : text;
  }

  /** Of values under one name the last one alone was looked at; a document keeps the others. */
  private static boolean hasNameTwice(String text) {
    try {
      STRICT.readTree(text);
      return false;
    } catch (JacksonException e) {
      return true;
    }
  }

  private static JsonNode of(
      JsonNode node, Strategy strategy, Whose whose, RandomGenerator random) {
    return node(
        JsonScalar.apply(
            strategy, node.isContainer() ? JsonScalar.NESTED : value(node), whose, random));
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isString()) {
      return node.stringValue();
    }
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
    }
    if (node.isNumber()) {
      BigDecimal number = node.decimalValue();
      // computing with so many digits takes longer than a run, so no strategy for numbers gets it
      return Math.abs((long) number.scale()) > MOST_DIGITS ? number.toString() : number;
    }
    return node.isBoolean() ? node.booleanValue() : null;
  }

  private static JsonNode node(@Nullable Object value) {
    return value == null ? JsonNodeFactory.instance.nullNode() : MAPPER.valueToTree(value);
  }

  @Override
  public Optional<OfPerson> ofPerson() {
    return parts.values().stream()
        .flatMap(part -> part.ofPerson().stream())
        .min(java.util.Comparator.naturalOrder());
  }

  @Override
  public int width() {
    return NOTHING.length();
  }
}
