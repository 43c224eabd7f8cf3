package org.quietus.format.gzip;

/**
 * A block of a deflate stream.
 *
 * @param start its first bit, in the compressed file
 * @param header its bits up to the first symbol, from the lowest of the first byte on, with eight
 *     bytes behind them
 * @param headerBits how many these are
 * @param endCode the code that ends it, the first bit lowest
 * @param endBits the length of that code; 0 of one that is stored
 */
record DeflateBlock(long start, byte[] header, int headerBits, int endCode, int endBits) {

  boolean isStored() {
    return endBits == 0;
  }
}
