package org.quietus.target;

import org.quietus.policy.TableName;

/**
 * How many rows of a table should be gone and are still there.
 *
 * @param queryDigest SHA-256 of the counting query's text, lower-case hex
 */
public record TableDue(TableName table, long due, String queryDigest) {}
