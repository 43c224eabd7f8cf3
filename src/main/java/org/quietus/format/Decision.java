package org.quietus.format;

import java.time.temporal.Temporal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of one row. */
public sealed interface Decision {

  /** The row stays, byte for byte. */
  Decision KEEP = new Keep();

  /** The row goes. */
  Decision DROP = new Drop();

  /**
   * The row stays with other values in some columns.
   *
   * @param values by column name: null, String, Number, Boolean, {@code byte[]} or an ISO date or
   *     time; or a list of these, one for each of the column's values
   */
  static Decision change(Map<String, @Nullable Object> values) {
    return new Change(values);
  }

  /** See {@link #KEEP}. */
  record Keep() implements Decision {}

  /** See {@link #DROP}. */
  record Drop() implements Decision {}

  /** See {@link #change}. */
  record Change(Map<String, @Nullable Object> values) implements Decision {
    public Change {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
      if (values.isEmpty() || !values.values().stream().allMatch(Change::writable)) {
        throw new IllegalArgumentException(
            "a change names columns, each with null, text, a number, a boolean, bytes or a date");
      }
    }

    private static boolean writable(@Nullable Object value) {
      return value == null
          || value instanceof String
          || value instanceof Number
          || value instanceof Boolean
          || value instanceof byte[]
          || value instanceof Temporal
          || (value instanceof List<?> each
              && each.stream().allMatch(one -> !(one instanceof List<?>) && writable(one)));
    }
  }
}
