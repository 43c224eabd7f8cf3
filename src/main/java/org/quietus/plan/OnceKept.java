package org.quietus.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.quietus.catalog.Column;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;

/**
 * Which rows of a member are meant where those alone are that a basis kept when a person was
 * erased.
 *
 * @param then what was searched when it did
 * @param otherwise by what they are told where the bases are not the same any more; else empty
 */
public record OnceKept(SearchedPaths then, Optional<ByMoment> otherwise) {

  /**
   * Rows that hang on ones with a moment that was not to come then.
   *
   * @param above joins up to those; empty for the member's own
   * @param columns of which one holds such a moment
   */
  public record ByMoment(List<Join> above, Table table, List<Column> columns, Instant upTo) {
    public ByMoment {
      above = List.copyOf(above);
      columns = List.copyOf(columns);
    }
  }
}
