package org.quietus.run.person;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.policy.SubjectType;
import org.quietus.request.Reviewed;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.PersonTraits;

/** Reads what columns of a kind of person hold as what identifies one. */
record IdentifyingColumns(SubjectType subject) {

  /** The identifiers in some columns. */
  Set<Identifier> of(Map<String, String> columns) {
    return columns.entrySet().stream()
        .flatMap(column -> identifier(column).stream())
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** All that somebody is known by. */
  Set<Identifier> of(PersonTraits traits) {
    Set<Identifier> all = of(traits.columns());
    all.addAll(traits.given());
    return all;
  }

  /** Empty if the job file calls the column no identifier any more, or one of another type. */
  private Optional<Identifier> identifier(Map.Entry<String, String> column) {
    return Optional.ofNullable(subject.identifiers().get(column.getKey()))
        .flatMap(IdentifierType::named)
        .flatMap(type -> Identifier.of(type, column.getValue()));
  }

  /**
   * What of all that a person is known by tells them from others, in whatever spelling these have
   * it.
   *
   * @param found whether rows of the person's were found
   */
  PersonTraits telling(PersonTraits all, Reviewed review, boolean found) {
    Set<Identifier> person = canonical(of(all));
    Set<Identifier> shared = new HashSet<>();
    boolean confusing = review.isNobody() && !found;
    for (Map<String, String> other : review.others().values()) {
      Set<Identifier> theirs = canonical(of(other));
      theirs.retainAll(person);
      confusing |= theirs.size() > 1;
      shared.addAll(theirs);
    }
    if (!confusing) {
      return all;
    }
    Map<String, String> columns = new HashMap<>(all.columns());
    columns
        .entrySet()
        .removeIf(
            column ->
                identifier(column).map(Identifier::canonical).map(shared::contains).orElse(true));
    return new PersonTraits(
        all.tenant(),
        all.given().stream().filter(given -> !shared.contains(given.canonical())).toList(),
        columns);
  }

  private static Set<Identifier> canonical(Set<Identifier> identifiers) {
    return identifiers.stream()
        .map(Identifier::canonical)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
