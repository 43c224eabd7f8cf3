package org.quietus.backup.search;

import java.io.IOException;
import org.quietus.backup.file.RecordJudge;
import org.quietus.backup.file.RecordOutcome;
import org.quietus.format.Decision;
import org.quietus.format.KnownValues;
import org.quietus.format.Row;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;

/**
 * Decides on the records of a file, and counts what becomes of them.
 *
 * @param known what an earlier reading of the file has shown
 */
record RecordDecider(RecordJudge judge, FileCounts counts, RecordsOfInterest known)
    implements RowDecider {

  @Override
  public boolean wants(RowSource source) {
    return true;
  }

  @Override
  public boolean mayConcern(KnownValues values) throws IOException {
    return judge.mayConcern(values);
  }

  @Override
  public boolean isKnownToStay(long offset) {
    return known.isNobodys(offset);
  }

  @Override
  public Decision decide(Row row) throws IOException {
    RecordOutcome outcome = judge.judge(row);
    counts.add(outcome);
    return outcome.decision();
  }
}
