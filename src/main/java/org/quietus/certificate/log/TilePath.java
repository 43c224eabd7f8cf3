package org.quietus.certificate.log;

/** The names of a log's files, as C2SP tlog-tiles gives them, and of its entries one by one. */
final class TilePath {

  /** How many hashes or entries a full tile has. */
  static final int WIDTH = 256;

  /** How many levels of the tree a tile spans. */
  static final int HEIGHT = 8;

  private static final int DIGITS = 1000;

  private TilePath() {}

  /** A tile of hashes, partial if it is narrower than {@link #WIDTH}. */
  static String ofHashes(int level, long index, int width) {
    return "tile/" + level + "/" + number(index) + part(width);
  }

  /** A bundle of entries, partial if it is narrower than {@link #WIDTH}. */
  static String ofEntries(long index, int width) {
    return "tile/entries/" + number(index) + part(width);
  }

  /** One entry, before it is in a bundle. */
  static String ofEntry(long index) {
    return "entry/" + number(index);
  }

  private static String part(int width) {
    return width == WIDTH ? "" : ".p/" + width;
  }

  /** Three digits for each folder, all but the last after an x: 1234067 is x001/x234/067. */
  static String number(long index) {
    StringBuilder path = new StringBuilder("%03d".formatted(index % DIGITS));
    for (long rest = index / DIGITS; rest > 0; rest /= DIGITS) {
      path.insert(0, "x%03d/".formatted(rest % DIGITS));
    }
    return path.toString();
  }
}
