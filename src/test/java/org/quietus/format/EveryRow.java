package org.quietus.format;

import java.io.IOException;

/** Visits the rows of all tables. */
record EveryRow(Look look) implements RowVisitor {

  /** What a test does with a row. */
  interface Look {
    void at(Row row) throws IOException;
  }

  @Override
  public boolean wants(RowSource source) {
    return true;
  }

  @Override
  public void visit(Row row) throws IOException {
    look.at(row);
  }
}
