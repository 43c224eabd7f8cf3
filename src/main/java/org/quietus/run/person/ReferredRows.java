package org.quietus.run.person;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.SamePerson;
import org.quietus.request.SealedPerson;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/**
 * The rows that a declared reference leads to from the row of a person in another database: however
 * many they are, they are that person's, and those to which it leads from others' are not.
 *
 * @param columns that hold the reference
 * @param leading what they hold in the person's rows; none if no reference leads there
 */
record ReferredRows(List<String> columns, Set<String> leading) {

  /** Of a request, if it follows another one. */
  static ReferredRows of(ErasureRequest request, SealedPerson person, SubjectType subject) {
    return new ReferredRows(
        subject.identifiers().entrySet().stream()
            .filter(column -> IdentifierType.ID.isNamed(column.getValue()))
            .map(Map.Entry::getKey)
            .toList(),
        SamePerson.first(request.filing()).stream()
            .flatMap(first -> person.identifiers().stream())
            .filter(one -> one.type() == IdentifierType.ID) // by nothing else is one given
            .flatMap(one -> one.spellings().stream())
            .map(Identifier::value)
            .collect(Collectors.toSet()));
  }

  /** Whether a reference leads to any rows. */
  boolean isDeclared() {
    return !leading.isEmpty();
  }

  /** Whether it leads to a row that holds such identifiers. */
  boolean isTheirs(Map<String, String> row) {
    return held(row).anyMatch(leading::contains);
  }

  /** Whether it leads to a row from somebody else's alone. */
  boolean isOthers(Map<String, String> row) {
    return isDeclared() && held(row).findAny().isPresent() && !isTheirs(row);
  }

  private Stream<String> held(Map<String, String> row) {
    return columns.stream().flatMap(column -> Optional.ofNullable(row.get(column)).stream());
  }
}
