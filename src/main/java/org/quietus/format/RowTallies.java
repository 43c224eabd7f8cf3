package org.quietus.format;

import java.util.SortedMap;
import java.util.TreeMap;

/** A tally per table that is decided on. */
public final class RowTallies {
  private final SortedMap<DumpTableName, RowTally> tallies = new TreeMap<>();
  private final boolean digesting;

  public RowTallies(boolean digesting) {
    this.digesting = digesting;
  }

  public RowTally of(DumpTableName table) {
    return tallies.computeIfAbsent(table, name -> new RowTally(digesting));
  }

  public SortedMap<DumpTableName, TableTally> byTable() {
    SortedMap<DumpTableName, TableTally> totals = new TreeMap<>();
    tallies.forEach((table, tally) -> totals.put(table, tally.total()));
    return totals;
  }
}
