package org.quietus.format;

import java.util.Arrays;

/**
 * A row that was taken down with some of its columns; it moves from one row of a block to the next
 * that is from the same place.
 */
final class KeptRow extends LiteralRow {
  private static final int NOT_KEPT = -1;

  private final KeptBytes block;
  private final int[] columns;
  private final int[] starts;
  private final int[] ends;
  private final long offset;

  /** Before the first row of a block. */
  KeptRow(RowSource source, ValueSpelling spelling, int[] columns, KeptBytes block, long offset) {
    super(source, spelling);
    this.block = block;
    this.columns = columns;
    this.offset = offset;
    this.starts = new int[source.columns().size()];
    this.ends = new int[source.columns().size()];
    Arrays.fill(starts, NOT_KEPT);
  }

  void next() {
    for (int column : columns) {
      int length = block.number();
      starts[column] = block.pass(length);
      ends[column] = starts[column] + length;
    }
  }

  /** Of the first row of its block. */
  @Override
  public long offset() {
    return offset;
  }

  @Override
  public int size() {
    return starts.length;
  }

  @Override
  protected byte[] text() {
    return block.all();
  }

  @Override
  protected int start(int column) {
    if (starts[column] == NOT_KEPT) {
      throw new IllegalStateException(
          "column '" + source().columns().get(column) + "' was not taken down");
    }
    return starts[column];
  }

  @Override
  protected int end(int column) {
    return ends[column];
  }
}
