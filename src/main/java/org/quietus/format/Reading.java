package org.quietus.format;

/**
 * What reading a whole dump showed.
 *
 * @param bytes length of the uncompressed dump
 * @param unread rows that could not be read, in a format where they stop themselves alone
 */
public record Reading(DumpSchema schema, Ending ending, long bytes, Unread unread) {

  /** Every row was read. */
  public Reading(DumpSchema schema, Ending ending, long bytes) {
    this(schema, ending, bytes, Unread.NOTHING);
  }
}
