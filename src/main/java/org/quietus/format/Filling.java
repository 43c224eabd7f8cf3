package org.quietus.format;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the database puts into a column that a row leaves out, or gives as DEFAULT. */
public sealed interface Filling {

  /** Nothing that a dump tells, such as the next number or the time of day. */
  Filling UNKNOWN = new Unknown();

  /** Always the same text; null for NULL. */
  record Constant(@Nullable String text) implements Filling {}

  /**
   * The value of an expression.
   *
   * @param formula empty where it is not simple enough to be computed here
   * @param names every name in it, in small letters
   */
  record Generated(Optional<Formula> formula, Set<String> names) implements Filling {
    public Generated {
      names = Set.copyOf(names);
    }
  }

  /** See {@link #UNKNOWN}. */
  record Unknown() implements Filling {}
}
