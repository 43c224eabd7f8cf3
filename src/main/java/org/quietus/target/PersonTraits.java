package org.quietus.target;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.catalog.RowValues;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/**
 * What a person can be recognised by in a copy of the data; printed without its values.
 *
 * @param tenant whose customer the person is, where there are tenants
 * @param given the identifiers that came with the request
 * @param columns by identifier column, the normalised value that the person's row had when it was
 *     found
 */
public record PersonTraits(
    Optional<String> tenant, List<Identifier> given, Map<String, String> columns) {

  /** Of whom nothing is known. */
  public static final PersonTraits NONE = new PersonTraits(Optional.empty(), List.of(), Map.of());

  public PersonTraits {
    given = List.copyOf(given);
    columns = Map.copyOf(columns);
  }

  /** What rows hold, by column. */
  public static PersonTraits of(Map<String, String> columns) {
    return new PersonTraits(Optional.empty(), List.of(), columns);
  }

  /**
   * The normalised identifiers that a row holds, by column; a null is left out.
   *
   * @param row the values of the columns of a kind's identifiers, in their order
   */
  public static Map<String, String> of(SubjectType kind, RowValues row) {
    Map<String, String> held = new LinkedHashMap<>();
    List<String> columns = List.copyOf(kind.identifiers().keySet());
    for (int n = 0; n < columns.size(); n++) {
      String column = columns.get(n);
      IdentifierType type =
          IdentifierType.named(kind.identifiers().getOrDefault(column, "")).orElseThrow();
      Optional.ofNullable(row.values().get(n))
          .flatMap(value -> Identifier.of(type, value.toString()))
          .ifPresent(identifier -> held.put(column, identifier.value()));
    }
    return held;
  }

  /** What a person of that kind is identified by, as given and in their rows. */
  public List<Identifier> identifiers(SubjectType kind) {
    List<Identifier> known = new ArrayList<>(given);
    columns.forEach(
        (column, value) ->
            Optional.ofNullable(kind.identifiers().get(column))
                .flatMap(IdentifierType::named)
                .flatMap(type -> Identifier.of(type, value))
                .ifPresent(known::add));
    return known;
  }

  @Override
  public String toString() {
    return "PersonTraits[" + (given.size() + columns.size()) + " values]";
  }
}
