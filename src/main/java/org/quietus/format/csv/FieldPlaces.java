package org.quietus.format.csv;

import java.util.Arrays;

/**
 * Where fields of a row are, counted from its first byte: all of them, or those of some columns.
 */
final class FieldPlaces {
  private static final int NONE = -1;

  private int[] slots = {};
  private boolean all = true;
  private int[] from = new int[16];
  private int[] to = new int[16];
  private boolean[] quoted = new boolean[16];
  private int count;

  /** From now on only the fields at these places are noted, each under its own number. */
  void only(int[] columns) {
    all = false;
    int last = Arrays.stream(columns).max().orElse(NONE);
    slots = new int[last + 1];
    Arrays.fill(slots, NONE);
    for (int n = 0; n < columns.length; n++) {
      slots[columns[n]] = n;
    }
    room(columns.length);
  }

  void clear() {
    count = 0;
  }

  /** Notes the next field. */
  void add(int begin, int end, boolean inQuotes) {
    int slot = all ? count : count < slots.length ? slots[count] : NONE;
    count++;
    if (slot != NONE) {
      room(slot + 1);
      from[slot] = begin;
      to[slot] = end;
      quoted[slot] = inQuotes;
    }
  }

  private void room(int size) {
    if (size > from.length) {
      int larger = Math.max(size, 2 * from.length);
      from = Arrays.copyOf(from, larger);
      to = Arrays.copyOf(to, larger);
      quoted = Arrays.copyOf(quoted, larger);
    }
  }

  /** How many fields the row has. */
  int count() {
    return count;
  }

  /** Where one begins, with its quotes. */
  int from(int field) {
    return from[field];
  }

  /** The place after its end. */
  int to(int field) {
    return to[field];
  }

  boolean isQuoted(int field) {
    return quoted[field];
  }
}
