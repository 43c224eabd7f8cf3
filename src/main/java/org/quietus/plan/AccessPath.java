package org.quietus.plan;

/** How the due rows of a table can be found. */
public enum AccessPath {
  /** By an index that is led by the {@code from} column, or in key order, whichever is quicker. */
  INDEX,
  /** In the order of the primary key only, reading the whole table. */
  PRIMARY_KEY
}
