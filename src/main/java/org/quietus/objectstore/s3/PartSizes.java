package org.quietus.objectstore.s3;

/**
 * How large each part of an upload is, so that {@value #MOST_PARTS} parts always suffice for 5 TiB
 * and no part is larger than it needs to be, for a part stands in memory while it is sent.
 */
final class PartSizes {
  static final int MOST_PARTS = 10_000;
  static final long LARGEST_OBJECT = 5L << 40;

  private static final int MIB = 1 << 20;
  private static final int LARGEST_PART = 1 << 30;
  private static final int FLAT = 4_500;

  private final int base;
  private final int flat;
  private final int step;

  private PartSizes(int base, int flat, int step) {
    this.base = base;
    this.flat = flat;
    this.step = step;
  }

  /**
   * With a guess, the first 4,500 parts suffice for it and are of one size. Without one, or beyond
   * it, parts double every so often.
   */
  static PartSizes of(int smallest, long expectedSize) {
    if (expectedSize == 0) {
      return new PartSizes(smallest, 0, 800);
    }
    long share = (Math.min(expectedSize, LARGEST_OBJECT) / FLAT / MIB + 1) * MIB;
    return new PartSizes((int) Math.max(smallest, share), FLAT, 50);
  }

  /** Returns the size of a part, in bytes; the first part is number 1. */
  int of(int number) {
    int doublings = Math.max(0, number - 1 - flat) / step;
    return (int) Math.min(LARGEST_PART, (long) base << Math.min(doublings, 30));
  }
}
