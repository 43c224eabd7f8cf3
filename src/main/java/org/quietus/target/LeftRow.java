package org.quietus.target;

import org.quietus.policy.TableName;

/**
 * A row that a chunk could not change.
 *
 * @param why what stood in the way, e.g. {@code column 'born_on'}; no value of the row
 * @param token of table and key, blinded, 32 bytes: the same whenever the run meets the row
 */
public record LeftRow(TableName table, String why, byte[] token) {}
