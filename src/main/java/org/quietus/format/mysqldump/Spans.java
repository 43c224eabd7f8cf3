package org.quietus.format.mysqldump;

import java.util.Arrays;

/**
 * Where the values of one row stand, counted from where the window holds; used again for each row.
 */
final class Spans {
  private int[] ends = new int[64];
  private int count;
  private int rowStart;

  /** A row begins with the parenthesis at that position. */
  void begin(int start) {
    rowStart = start;
    count = 0;
  }

  /** A value ends before the comma or parenthesis at that position. */
  void add(int end) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = end;
  }

  int count() {
    return count;
  }

  int rowStart() {
    return rowStart;
  }

  int start(int value) {
    return value == 0 ? rowStart + 1 : ends[value - 1] + 1;
  }

  int end(int value) {
    return ends[value];
  }
}
