package org.quietus.target;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.subject.Identifier;

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

  @Override
  public String toString() {
    return "PersonTraits[" + (given.size() + columns.size()) + " values]";
  }
}
