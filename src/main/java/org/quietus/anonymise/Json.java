package org.quietus.anonymise;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * {@code json: { path: strategy }}: some values inside a JSON document. A value that its strategy
 * does not take becomes null, and what is not JSON, or would become longer than the column is,
 * {@code {}}. Nothing tells the outcome from an original, so it needs a mark column.
 *
 * @param parts by path, in the order that they are applied in
 * @param longest how many characters the column holds; 0 if there is no bound
 */
public record Json(Map<JsonPath, Strategy> parts, long longest) implements Strategy {
  private static final String NOTHING = "{}";
  private static final Pattern MOMENT =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)([T"
              + " ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?)(Z|[+-]\\d\\d:?\\d\\d)?");
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  public Json {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** The same in a column that holds so many characters; 0 if there is no bound. */
  public Json atMost(long characters) {
    return new Json(parts, characters);
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
    if (document.isMissingNode()) {
      return NOTHING;
    }
    boolean changed = false;
    for (Map.Entry<JsonPath, Strategy> part : parts.entrySet()) {
      changed |= part.getKey().change(document, node -> of(node, part.getValue(), whose, random));
    }
    return changed ? MAPPER.writeValueAsString(document) : text;
  }

  private static JsonNode of(
      JsonNode node, Strategy strategy, Whose whose, RandomGenerator random) {
    if (node.isContainer() || strategy instanceof SetNull) {
      return JsonNodeFactory.instance.nullNode();
    }
    try {
      return strategy instanceof Truncate truncate
          ? truncated(node, truncate, random)
          : node(strategy.apply(value(node), whose, random));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException notTaken) {
      return JsonNodeFactory.instance.nullNode();
    }
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isString()) {
      return node.stringValue();
    }
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
    }
    if (node.isNumber()) {
      return node.decimalValue();
    }
    return node.isBoolean() ? node.booleanValue() : null;
  }

  private static JsonNode node(@Nullable Object value) {
    return value == null ? JsonNodeFactory.instance.nullNode() : MAPPER.valueToTree(value);
  }

  /** Dates and moments as ISO 8601 spells them, the zone left as it is. */
  private static JsonNode truncated(JsonNode node, Truncate truncate, RandomGenerator random) {
    if (node.isNull()) {
      return node;
    }
    Matcher moment = MOMENT.matcher(node.asString());
    if (!moment.matches()) {
      return node(String.valueOf(truncate.apply(LocalDate.parse(node.asString()), random)));
    }
    LocalDateTime from = LocalDate.parse(moment.group(1)).atStartOfDay();
    String clock = moment.group(2).replaceAll("\\d", "0");
    String zone = moment.group(3) == null ? "" : moment.group(3);
    LocalDateTime first = truncate.unit().floor(from.toLocalDate()).atStartOfDay();
    return node(first.toLocalDate() + clock + zone);
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
