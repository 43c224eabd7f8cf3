package org.quietus.backup.dump;

/**
 * Stands for a value of a dump that is not one of its column's type: nothing is computed from it.
 */
public record UnreadValue(String column) {}
