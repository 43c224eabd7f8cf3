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
    FULL_TEXT_INDEX("it is made anew: OPTIMIZE TABLE"),
    /** Subscribers have copies of the rows, and are told of each change. */
    PUBLISHED("every subscriber of its publication has applied the change"),
    /** Subscribers have copies of what a row filter or list of columns lets through. */
    PUBLISHED_IN_PART(
        "every subscriber of its publication has applied the change; what a row filter or list of"
            + " columns does not let through any more is removed there by hand"),
    /** Subscribers keep rows that are deleted. */
    PUBLISHED_WITHOUT_DELETES(
        "it is deleted at every subscriber by hand: the publication does not send deletions"),
    /** Subscribers keep values that are overwritten. */
    PUBLISHED_WITHOUT_UPDATES(
        "it is changed at every subscriber by hand: the publication does not send updates"),
    /** The publisher has the rows, and may send them again. */
    SUBSCRIBED("the publisher of its subscription has removed it as well; else it may come back");

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
