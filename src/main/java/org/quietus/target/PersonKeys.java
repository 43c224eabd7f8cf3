package org.quietus.target;

import java.time.Instant;
import java.util.List;
import org.quietus.catalog.RowValues;

/**
 * The rows that a request is about, frozen when they were found.
 *
 * @param rows none if nobody was found
 * @param erasedAt the erasure instant; what was created later is somebody else's
 * @param whose what is known of whom they belong to
 */
public record PersonKeys(List<RowValues> rows, Instant erasedAt, Whose whose) {
  public PersonKeys {
    rows = List.copyOf(rows);
  }

  /** Rows of which several are several persons'. */
  public PersonKeys(List<RowValues> rows, Instant erasedAt) {
    this(rows, erasedAt, Whose.ONE_EACH);
  }

  /** Whom rows belong to. */
  public enum Whose {
    /** Each to somebody else. */
    ONE_EACH,
    /** All to this one person. */
    ONE_PERSON,
    /** Nothing can be said, even of a single one or of none. */
    UNKNOWN
  }

  /** Whether a person has to say whose the rows are. */
  public boolean isAmbiguous() {
    return switch (whose) {
      case ONE_EACH -> rows.size() > 1;
      case ONE_PERSON -> false;
      case UNKNOWN -> true;
    };
  }
}
