package org.quietus.target;

import org.quietus.policy.TableName;

/**
 * A row that a chunk left where it is.
 *
 * @param why what stood in the way, e.g. {@code column 'born_on'}; no value of the row
 * @param token of table and key, blinded, 32 bytes: the same whenever the run meets the row
 */
public record LeftRow(Kind kind, TableName table, String why, byte[] token) {

  /** Why a row was left. */
  public enum Kind {
    /** It could not be changed. */
    REFUSED,
    /** Others still reference it; it goes, by the same token, with the last of them. */
    SHARED
  }
}
