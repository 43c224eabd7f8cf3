package org.quietus.backup.search;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.backup.file.NamedBeside;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.TokenKind;
import org.quietus.target.Sought;

/** Finds persons by their identifiers in the key, the tags and the user metadata of an object. */
final class NamedInLabels {
  private static final Pattern BETWEEN = Pattern.compile("[/\\s\"',;:=<>()\\[\\]{}\\\\]+");

  /** A shorter one may be a day, or part of another word. */
  private static final int SHORTEST_PART = 6;

  private final Map<IdentifierType, Set<String>> values = new EnumMap<>(IdentifierType.class);

  NamedInLabels(List<Sought> persons) {
    for (Sought person : persons) {
      person.traits().given().forEach(given -> add(given.type(), given.value()));
      person
          .traits()
          .columns()
          .forEach(
              (column, value) ->
                  Optional.ofNullable(person.subject().identifiers().get(column))
                      .flatMap(IdentifierType::named)
                      .ifPresent(type -> add(type, value)));
    }
  }

  private void add(IdentifierType type, String value) {
    if (TokenKind.of(type).isStrong() && value.length() >= SHORTEST_PART) {
      Set<String> known = values.computeIfAbsent(type, of -> new HashSet<>());
      known.add(value);
      known.add(value.replaceFirst("^\\+", "")); // keys and tags often leave it out
    }
  }

  /** Whether a text names one of them, perhaps with percent-encoding. */
  boolean isIn(String text) {
    return isWritten(text) || isWritten(NamedBeside.decoded(text));
  }

  private boolean isWritten(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    return values.entrySet().stream()
        .anyMatch(
            of ->
                isOne(text, of.getKey(), of.getValue())
                    || BETWEEN
                        .splitAsStream(text)
                        .anyMatch(word -> isOne(word, of.getKey(), of.getValue()))
                    || of.getValue().stream()
                        .anyMatch(value -> small.contains(value.toLowerCase(Locale.ROOT))));
  }

  private static boolean isOne(String word, IdentifierType type, Set<String> values) {
    return values.contains(type.normalise(word));
  }
}
