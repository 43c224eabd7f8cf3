package org.quietus.backup;

/**
 * 128 bits of a keyed digest over the key of a row: equal for equal keys, and says nothing else.
 */
public record KeyToken(long high, long low) {
  public static final int BYTES = 16;
}
