package org.quietus.format;

/** Where a text of a file stands that belongs to no row. */
public enum Beside {
  /** In the name of a column. */
  HEADER,
  /** In what the file says of itself, which is copied as it is. */
  METADATA,
  /** In the bounds of a column, which rows should have. */
  STATISTICS,
  /** In the dictionary of a column, without a row that has it. */
  DICTIONARY
}
