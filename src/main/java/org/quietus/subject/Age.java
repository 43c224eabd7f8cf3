package org.quietus.subject;

/** When a row was created, beside the erasure of the person that it may belong to. */
public enum Age {
  /** Before the erasure. */
  BEFORE,
  /** The row does not say. */
  UNKNOWN,
  /** On the day of the erasure or in a zone that is not known: perhaps after it. */
  DOUBTFUL,
  /** After the erasure, so that the row is somebody else's. */
  AFTER
}
