package org.quietus.format;

import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a dump spells the values of some of its rows. */
public interface ValueSpelling {

  /**
   * The literal between two positions, which stands in that position of its row; null when
   * something else stands there.
   */
  @Nullable Literal read(byte[] bytes, int from, int to, int column);

  /** Whether nothing but a number begins with a digit, and digits alone are one as they stand. */
  default boolean hasBareNumbers() {
    return false;
  }

  /** Whether the word DEFAULT stands between two positions. */
  boolean isDefault(byte[] bytes, int from, int to);

  /** The zone of values that are instants; empty while the dump has not set one. */
  Optional<ZoneId> zone();
}
