package org.quietus.run.person;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.catalog.RowName;
import org.quietus.catalog.RowValues;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/**
 * A row that the identifiers of a request lead to; printed without its values.
 *
 * @param row by which its graph is reached
 * @param name what it is called in what is sealed
 * @param traits its normalised identifiers by column
 * @param held these and what else tells it, if it is known by a name; else empty
 */
record Candidate(
    RowValues row, RowName name, Map<String, String> traits, Map<String, String> held) {

  /** The part of the row that names it. */
  RowValues primaryKey() {
    return name.key();
  }

  /** Names the row in what is sealed. */
  String encodedName() {
    return name.encode();
  }

  /** The key for people to read, unless it may tell of a person by itself. */
  Optional<String> shownKey() {
    return name.key().isIntegers()
        ? Optional.of(
            name.key().values().stream().map(String::valueOf).collect(Collectors.joining(", ")))
        : Optional.empty();
  }

  /** The types of the given identifiers that it has. */
  Set<String> agreeing(SubjectType subject, Set<Identifier> given) {
    return subject.identifiers().entrySet().stream()
        .filter(
            column ->
                Optional.ofNullable(traits.get(column.getKey()))
                    .map(value -> new Identifier(type(column.getValue()), value))
                    .filter(held -> given.stream().anyMatch(held::isSameAs))
                    .isPresent())
        .map(Map.Entry::getValue)
        .collect(Collectors.toSet());
  }

  private static IdentifierType type(String name) {
    return IdentifierType.named(name).orElseThrow();
  }

  @Override
  public String toString() {
    return "Candidate[" + row + "]";
  }
}
