package org.quietus.target;

import java.util.List;
import java.util.Map;
import org.quietus.subject.Identifier;

/**
 * What a person can be recognised by in a copy of the data; printed without its values.
 *
 * @param given the identifiers that came with the request
 * @param columns by identifier column, the normalised value that the person's row had when it was
 *     found
 */
public record PersonTraits(List<Identifier> given, Map<String, String> columns) {
  public PersonTraits {
    given = List.copyOf(given);
    columns = Map.copyOf(columns);
  }

  @Override
  public String toString() {
    return "PersonTraits[" + (given.size() + columns.size()) + " values]";
  }
}
