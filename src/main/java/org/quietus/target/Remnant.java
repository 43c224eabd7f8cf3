package org.quietus.target;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a database goes on to keep of rows that were changed, although their table has it no more.
 *
 * @param of what keeps it: a view, or the table
 */
public record Remnant(String of, Kind kind) {

  /** Where that is, and what ends it. */
  public enum Kind {
    /** Views keep what they read. */
    MATERIALIZED_VIEW("it is refreshed: REFRESH MATERIALIZED VIEW"),
    /** Rows hold the numbers of such objects alone. */
    LARGE_OBJECTS("those that no row names are removed: vacuumlo"),
    /** Words of rows that are deleted stay in it. */
    FULL_TEXT_INDEX("it is made anew: OPTIMIZE TABLE");

    private final String end;

    Kind(String end) {
      this.end = end;
    }

    /** As certificates write it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What has to happen before it is gone, in words that follow "until". */
    public String end() {
      return end;
    }

    /** The kind that certificates write so, if there is one. */
    public static Optional<Kind> of(String code) {
      return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }
  }
}
