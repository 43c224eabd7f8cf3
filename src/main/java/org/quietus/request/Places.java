package org.quietus.request;

import java.security.SecureRandom;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;

/**
 * Where values are that somebody else holds, found by their hash codes: open addressing, with eight
 * to sixteen bytes for each.
 */
final class Places {
  private static final int EMPTY = 0;

  /** Another one in each process, so that nobody can write a list whose hash codes are all one. */
  private static final long ODD = new SecureRandom().nextLong() | 1;

  private int[] table = new int[1_024];
  private int size;

  /** The hash code of what begins with that of its beginning, and goes on with some bits. */
  static long mixed(long beginning, long next) {
    long product = (beginning ^ next) * ODD;
    return product ^ (product >>> 32);
  }

  /** The first place of that hash code whose value is meant; -1 if there is none. */
  int find(long hash, IntPredicate meant) {
    for (int at = start(hash); table[at] != EMPTY; at = next(at)) {
      if (meant.test(table[at] - 1)) {
        return table[at] - 1;
      }
    }
    return -1;
  }

  /**
   * Takes a place in.
   *
   * @param hashes the hash code of the value at a place, asked for when the table grows
   */
  void add(int place, long hash, IntToLongFunction hashes) {
    if (2 * ++size > table.length) {
      int[] before = table;
      table = new int[2 * before.length];
      for (int one : before) {
        if (one != EMPTY) {
          put(one, hashes.applyAsLong(one - 1));
        }
      }
    }
    put(place + 1, hash);
  }

  private void put(int value, long hash) {
    int at = start(hash);
    while (table[at] != EMPTY) {
      at = next(at);
    }
    table[at] = value;
  }

  private int start(long hash) {
    return (int) ((hash * ODD) >>> Long.numberOfLeadingZeros(table.length - 1));
  }

  private int next(int at) {
    return (at + 1) & (table.length - 1);
  }
}
