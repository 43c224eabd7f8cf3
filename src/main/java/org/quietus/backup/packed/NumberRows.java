package org.quietus.backup.packed;

import java.util.ArrayList;
import java.util.List;

/** Very many rows of a few whole numbers each, without room to spare. For one thread at a time. */
public final class NumberRows {
  private static final int PAGE = 1024;
  private static final long LOW = 0xffffffffL;

  private final int width;
  private final List<long[]> pages = new ArrayList<>();
  private int size;

  /** Of rows of so many numbers. */
  public NumberRows(int width) {
    this.width = width;
  }

  /** Adds a row, and returns its place. */
  public int add(long... row) {
    if (size % PAGE == 0) {
      pages.add(new long[PAGE * width]);
    }
    System.arraycopy(row, 0, pages.get(size / PAGE), size % PAGE * width, width);
    return size++;
  }

  /** One number of a row. */
  public long get(int place, int column) {
    return pages.get(place / PAGE)[place % PAGE * width + column];
  }

  /** Puts a number in the place of one of a row. */
  public void set(int place, int column, long number) {
    pages.get(place / PAGE)[place % PAGE * width + column] = number;
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** Two numbers as one. */
  public static long pair(int first, int second) {
    return (long) first << Integer.SIZE | second & LOW;
  }

  /** The first of two. */
  public static int first(long pair) {
    return (int) (pair >> Integer.SIZE);
  }

  /** The second of two. */
  public static int second(long pair) {
    return (int) pair;
  }
}
