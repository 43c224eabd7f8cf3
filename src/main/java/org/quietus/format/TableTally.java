package org.quietus.format;

/**
 * The rows of one table in a rewriting.
 *
 * @param in rows read
 * @param sha256 hexadecimal digest over the rows that stay, each byte for byte, in order, with the
 *     changed ones as they were written and each under its INSERT's head
 */
public record TableTally(long in, long dropped, long changed, String sha256) {

  /** Rows written. */
  public long out() {
    return in - dropped;
  }
}
