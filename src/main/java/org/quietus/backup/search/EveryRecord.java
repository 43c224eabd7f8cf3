package org.quietus.backup.search;

import java.io.IOException;
import org.quietus.backup.dump.GatedCopy;
import org.quietus.format.Beside;
import org.quietus.format.KnownValues;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;

/** Looks at every record of a file. */
record EveryRecord(GatedCopy.Look look) implements RowVisitor {

  @Override
  public boolean wants(RowSource source) {
    return true;
  }

  @Override
  public boolean mayConcern(KnownValues values) throws IOException {
    return look.mayConcern(values);
  }

  @Override
  public void visit(Row row) throws IOException {
    look.at(row);
  }

  @Override
  public void beside(Beside place, String text) throws IOException {
    look.beside(place, text);
  }
}
