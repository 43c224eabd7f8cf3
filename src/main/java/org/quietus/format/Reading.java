package org.quietus.format;

import java.util.List;

/**
 * What reading a whole dump showed.
 *
 * @param bytes length of the uncompressed dump
 * @param unread rows that could not be read, in a format where they stop themselves alone
 * @param marks as in {@link FileExtent}; none in formats that have none
 */
public record Reading(
    DumpSchema schema, Ending ending, long bytes, Unread unread, List<Long> marks) {
  public Reading {
    marks = List.copyOf(marks);
  }

  /** One without marks. */
  public Reading(DumpSchema schema, Ending ending, long bytes, Unread unread) {
    this(schema, ending, bytes, unread, List.of());
  }

  /** Every row was read. */
  public Reading(DumpSchema schema, Ending ending, long bytes) {
    this(schema, ending, bytes, Unread.NOTHING);
  }

  /** How long what was read is. */
  public FileExtent extent() {
    return new FileExtent(bytes, marks);
  }
}
