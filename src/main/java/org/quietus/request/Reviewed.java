package org.quietus.request;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.subject.Identifier;
import tools.jackson.databind.JsonNode;

/**
 * What somebody decided who looked at the rows that an ambiguous request leads to. Rows are known
 * by their encoded {@link org.quietus.catalog.RowName} and the normalised identifiers that they
 * held by column; printed it says nothing.
 *
 * @param at when they looked; what was created later they did not see
 * @param theirs the rows that are the person's; none if nobody was meant
 * @param others the rows that are somebody else's
 */
public record Reviewed(
    Instant at, Map<String, Map<String, String>> theirs, Map<String, Map<String, String>> others) {
  public Reviewed {
    theirs = Map.copyOf(theirs);
    others = Map.copyOf(others);
  }

  /** Whether none of the rows is the person's. */
  public boolean isNobody() {
    return theirs.isEmpty();
  }

  /** The same with what somebody decided later, about further rows. */
  public Reviewed and(Reviewed later) {
    return new Reviewed(later.at, together(theirs, later.theirs), together(others, later.others));
  }

  private static Map<String, Map<String, String>> together(
      Map<String, Map<String, String>> earlier, Map<String, Map<String, String>> later) {
    Map<String, Map<String, String>> together = new HashMap<>(earlier);
    together.putAll(later);
    return together;
  }

  /**
   * Whether a row was said to be somebody else's and may still be: if it has an identifier of the
   * person's by now that it had not then, it is another row under the same key.
   */
  public boolean isOthers(String row, Map<String, String> held, SealedPerson person) {
    Map<String, String> then = others.get(row);
    return then != null
        && held.values().stream()
            .allMatch(value -> then.containsValue(value) || !isOf(person, value));
  }

  private boolean isOf(SealedPerson person, String value) {
    return person.traits().containsValue(value)
        || isTheirs(value)
        || person.identifiers().stream()
            .flatMap(given -> given.spellings().stream())
            .anyMatch(given -> given.value().equals(value));
  }

  /** Whether a row that is somebody else's held an identifier, in whatever spelling. */
  public boolean isOthers(Identifier identifier) {
    return others.values().stream()
        .flatMap(held -> held.values().stream())
        .flatMap(value -> Identifier.of(identifier.type(), value).stream())
        .anyMatch(identifier::isSameAs);
  }

  /** Whether one of the person's rows held an identifier. */
  boolean isTheirs(String identifier) {
    return theirs.values().stream().anyMatch(held -> held.containsValue(identifier));
  }

  /** The same with those rows of others alone that hold what matters. */
  Reviewed besideWhom(Predicate<Map<String, String>> matters) {
    Map<String, Map<String, String>> left = new HashMap<>(others);
    left.values().removeIf(matters.negate());
    return new Reviewed(at, theirs, left);
  }

  /** The same without what the rows held, and without the rows of others. */
  Reviewed keysOfTheirs() {
    Map<String, Map<String, String>> keys = new HashMap<>();
    theirs.keySet().forEach(key -> keys.put(key, Map.of()));
    return new Reviewed(at, keys, Map.of());
  }

  /** What the person's rows held, by column. */
  public Map<String, String> traits() {
    Map<String, String> traits = new HashMap<>();
    theirs.values().forEach(traits::putAll);
    return traits;
  }

  @Override
  public String toString() {
    return "Reviewed[" + theirs.size() + " of " + (theirs.size() + others.size()) + " rows]";
  }

  Map<String, Object> content() {
    return Map.of("at", at.toString(), "theirs", theirs, "others", others);
  }

  static Reviewed read(JsonNode content) {
    return new Reviewed(
        Instant.parse(content.path("at").asString()),
        rows(content.path("theirs")),
        rows(content.path("others")));
  }

  /** A JSON object of such objects; empty if there is none. */
  static Map<String, Map<String, String>> rows(JsonNode content) {
    return content.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, row -> texts(row.getValue())));
  }

  /** A JSON object of texts. */
  static Map<String, String> texts(JsonNode content) {
    return content.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, text -> text.getValue().asString()));
  }
}
