package org.quietus.target;

import java.util.List;

/**
 * How a run walks through the table of a retention step, and why.
 *
 * @param byIndex whether along the index of the date, rather than the primary key (or what serves
 *     for one)
 * @param index as the database names it
 * @param columns in whose order rows are read; together they tell each row from all others
 * @param ranges about how many the slots share, by the database's own estimate
 * @param rowsPerRange the most rows of one
 * @param why a sentence without a full stop
 */
public record AccessPath(
    boolean byIndex,
    String index,
    List<String> columns,
    long ranges,
    long rowsPerRange,
    String why) {

  /** What the work is divided from, which covers everything. */
  public KeyRange whole() {
    return byIndex ? KeyRange.BY_INDEX : KeyRange.ALL;
  }
}
