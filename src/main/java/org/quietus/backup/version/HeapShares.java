package org.quietus.backup.version;

/**
 * How the heap is shared by objects that are worked on at the same time.
 *
 * @param objects how many there may be; with one there is nothing to share
 * @param largest how large a thing may be that one of them holds at once, such as a row
 */
record HeapShares(int objects, long largest) {
  /** The program and its connections. */
  private static final long RESERVED = 96L << 20;

  /** An open object of any format, with what is sought in it, but for its rows. */
  private static final long OPEN = 48L << 20;

  /** With room for rows of a usual length. */
  private static final long LEAST = 64L << 20;

  /** Somebody who is sought, as each object's search has them. */
  private static final long PERSON = 4L << 10;

  /** Of a token in a filter, and all of a filter at most. */
  private static final long TOKEN = 8;

  private static final long MOST_OF_TOKENS = 64L << 20;

  /** A row is held by who reads and by who reads again, twice while buffers grow, and as values. */
  private static final int TIMES_HELD = 8;

  /**
   * Those of a heap of so many bytes, for {@code most} objects at once.
   *
   * @param persons who are sought
   * @param erased how many tokens of persons there are whom earlier runs erased, at most
   */
  static HeapShares of(long heap, int most, long persons, long erased) {
    long free = Math.max(0, heap - RESERVED);
    long known = persons * PERSON + Math.min(MOST_OF_TOKENS, erased * TOKEN);
    int objects = (int) Math.max(1, Math.min(most, free / (LEAST + known)));
    return new HeapShares(objects, Math.max(0, free / objects - known - OPEN) / TIMES_HELD);
  }
}
