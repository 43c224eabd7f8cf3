package org.quietus.backup.search;

import java.util.Arrays;

/**
 * Where records begin of which one reading of a file has shown that they may not stay as they are.
 * The file is read again from its beginning, and the others need not be understood then.
 */
final class RecordsOfInterest {
  private static final int MOST = 100_000;

  private long[] offsets = new long[16];
  private int count;
  private int next;
  private boolean complete;

  /** Nothing is known of a file. */
  static RecordsOfInterest unknown() {
    return new RecordsOfInterest();
  }

  /** Notes a record; they come in their order. */
  void add(long offset) {
    if (count < MOST) {
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * count);
      }
      offsets[count] = offset;
    }
    count++;
  }

  /** All records of the file have been read and understood. */
  void complete() {
    complete = count <= MOST;
    next = 0;
  }

  /** Whether the record that begins there is another than those; to be asked in their order. */
  boolean isNobodys(long offset) {
    while (complete && next < count && offsets[next] < offset) {
      next++;
    }
    return complete && (next == count || offsets[next] != offset);
  }
}
