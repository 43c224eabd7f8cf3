package org.quietus.backup.file;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds persons by their identifiers in texts of a file that belong to no record. */
public final class NamedBeside {
  private static final Pattern BETWEEN = Pattern.compile("[\\s\"',;:=<>()\\[\\]{}\\\\]+");

  /** A shorter one stands in many a longer word. */
  private static final int SHORTEST_PART = 6;

  private final Map<WhoseField, Set<String>> values = new LinkedHashMap<>();

  /** Looks for those persons. */
  public NamedBeside(RecordFields fields, List<RecordPerson> persons) {
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
                        .anyMatch(word -> isOne(word, of.getKey(), of.getValue()))
                    || of.getValue().stream()
                        .anyMatch(
                            value -> value.length() >= SHORTEST_PART && small.contains(value)));
  }

  private static boolean isOne(String word, WhoseField field, Set<String> values) {
    return field.normalised(word).filter(values::contains).isPresent();
  }
}
