package org.quietus.backup.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds persons by their identifiers in a file's key, and in texts of it that belong to no record.
 */
public final class NamedBeside {
  private static final Pattern BETWEEN = Pattern.compile("[\\s\"',;:=<>()\\[\\]{}\\\\]+");

  private static final Pattern STEP = Pattern.compile("/");

  /** A shorter one stands in many a longer word. */
  private static final int SHORTEST_PART = 6;

  private final Map<WhoseField, Set<String>> values;

  /** What a text may hold as a part of it, in small letters, by how it begins. */
  private final Map<String, Set<String>> parts;

  /** Looks for those persons. */
  public NamedBeside(RecordFields fields, List<RecordPerson> persons) {
    this(values(fields, persons));
  }

  /** {@code values} are those of persons by where records tell them. */
  NamedBeside(Map<WhoseField, Set<String>> values) {
    this.values = values;
    this.parts =
        values.values().stream()
            .flatMap(Set::stream)
            .map(value -> value.toLowerCase(Locale.ROOT))
            .map(value -> value.startsWith("+") ? value.substring(1) : value)
            .filter(value -> value.length() >= SHORTEST_PART)
            .collect(Collectors.groupingBy(NamedBeside::beginning, Collectors.toSet()));
  }

  private static String beginning(String part) {
    return part.substring(0, SHORTEST_PART);
  }

  private static Map<WhoseField, Set<String>> values(
      RecordFields fields, List<RecordPerson> persons) {
    Map<WhoseField, Set<String>> values = new LinkedHashMap<>();
    fields
        .subjects()
        .forEach(
            (subject, told) ->
                told.stream()
                    .filter(field -> field.kind() == WhoseField.Kind.IDENTIFIER)
                    .filter(WhoseField::isStrong)
                    .forEach(
                        field ->
                            persons.stream()
                                .filter(person -> person.sought().subject().equals(subject))
                                .forEach(
                                    person ->
                                        values
                                            .computeIfAbsent(field, of -> new HashSet<>())
                                            .addAll(
                                                person
                                                    .own()
                                                    .getOrDefault(field.name(), Set.of())))));
    return values;
  }

  /** Whether a text names one of them. */
  public boolean isIn(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    return values.entrySet().stream()
            .anyMatch(
                of ->
                    isOne(text, of.getKey(), of.getValue())
                        || BETWEEN
                            .splitAsStream(text)
                            .anyMatch(word -> isOne(word, of.getKey(), of.getValue())))
        || holdsPart(small);
  }

  /** Takes no longer for many persons than for one. */
  private boolean holdsPart(String small) {
    for (int from = 0; from + SHORTEST_PART <= small.length(); from++) {
      for (String part :
          parts.getOrDefault(small.substring(from, from + SHORTEST_PART), Set.of())) {
        if (small.startsWith(part, from)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the key of an object names one of them, perhaps with percent-encoding. */
  public boolean isInKey(String key) {
    return Stream.of(key, decoded(key))
        .anyMatch(name -> isIn(name) || STEP.splitAsStream(name).anyMatch(this::isIn));
  }

  /** A key without its percent-encoding; as it is where it has another meaning. */
  public static String decoded(String key) {
    try {
      return URLDecoder.decode(key.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      return key;
    }
  }

  private static boolean isOne(String word, WhoseField field, Set<String> values) {
    return field.forms(word).stream().anyMatch(values::contains);
  }
}
