package org.quietus.format;

import java.util.Arrays;

/**
 * Where the values of one row stand, counted from where the window holds; used again for each row.
 */
public final class Spans {
  private int[] ends = new int[64];
  private int count;
  private int rowStart;

  /** A row begins with the parenthesis at that position. */
  public void begin(int start) {
    rowStart = start;
    count = 0;
  }

  /** A value ends before the comma or parenthesis at that position. */
  public void add(int end) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = end;
  }

  /** Number of values. */
  public int count() {
    return count;
  }

  /** Where the row begins. */
  public int rowStart() {
    return rowStart;
  }

  /** Where a value begins. */
  public int start(int value) {
    return value == 0 ? rowStart + 1 : ends[value - 1] + 1;
  }

  /** Where a value ends. */
  public int end(int value) {
    return ends[value];
  }
}
