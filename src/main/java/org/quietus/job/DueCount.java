package org.quietus.job;

import org.quietus.target.AccessPath;

/**
 * How many rows of a step's table a run would find, and how.
 *
 * @param kept rows that would be due but stay on a basis of their own
 * @param held rows that would be due but for a hold or restriction
 * @param undated rows whose {@code from} is NULL, and which are therefore not due
 * @param path how the table is walked through
 */
public record DueCount(
    int step,
    String rule,
    String table,
    long due,
    long kept,
    long held,
    long undated,
    AccessPath path) {}
