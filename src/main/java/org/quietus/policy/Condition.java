package org.quietus.policy;

import java.util.Set;

/**
 * A {@code where} condition, parsed and found to be a read-only expression over columns of its own
 * table.
 */
public record Condition(String sql, Set<String> columns) {}
