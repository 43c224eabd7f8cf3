package org.quietus.format.pgdump;

import java.io.IOException;
import java.util.Arrays;
import org.quietus.format.Decision;
import org.quietus.format.Output;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.format.RowTallies;
import org.quietus.format.RowTally;
import org.quietus.format.Window;

/** What is done with rows that were read: they are decided on, counted, and written. */
record RowsTo(Window window, Output output, RowTallies tallies, RowDecider decider) {

  boolean wants(RowSource source) throws IOException {
    return decider.wants(source);
  }

  /** Counts the rows from there. */
  RowTally tally(RowSource source) {
    return tallies.of(source.table());
  }

  /**
   * Decides on the row that the window holds up to where it stands.
   *
   * @param tally of the row's table
   * @param head what the digest of the row is under
   * @param before what is written before the row if it stays and is the first one; empty else
   * @return whether it stays
   */
  boolean decide(WindowRow row, RowTally tally, byte[] head, byte[] before) throws IOException {
    Decision decision = decider.decide(row);
    if (decision instanceof Decision.Drop) {
      tally.dropped();
      window.discard(window.at);
      return false;
    }
    if (decision instanceof Decision.Change change) {
      byte[] changed = row.with(change.values());
      byte[] separator =
          before.length > 0
              ? before
              : Arrays.copyOfRange(window.bytes, window.held, row.rowStart());
      window.discard(window.at);
      output.comes(separator);
      output.comes(changed);
      tally.changed(head, changed);
      return true;
    }
    tally.kept(head, window.bytes, row.rowStart(), window.at);
    if (before.length > 0) {
      window.discard(row.rowStart());
      output.comes(before);
    }
    return true;
  }
}
