package org.quietus.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several columns of a person that lists hold hashed as one, e.g. a name with the day of birth and
 * the postcode.
 *
 * @param name what the list is called on the command line, at most 20 letters, digits and dashes
 * @param subject of whose table the columns are
 * @param columns how each is written, in the order in which they are joined
 * @param join what stands between them
 */
public record CombinedIdentifier(
    String name, String subject, Map<String, HashedColumn> columns, String join) {
  public CombinedIdentifier {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /**
   * What is hashed of a person; empty if one of the columns says nothing, for then many would look
   * alike.
   *
   * @param values of the columns, in their order
   */
  public Optional<String> written(List<? extends @Nullable Object> values) {
    List<String> parts = new ArrayList<>();
    for (HashedColumn column : columns.values()) {
      @Nullable Object value = values.get(parts.size());
      Optional<String> part = Optional.ofNullable(value).flatMap(column::written);
      if (part.isEmpty()) {
        return part;
      }
      parts.add(part.get());
    }
    return Optional.of(String.join(join, parts));
  }
}
