package org.quietus.job;

/**
 * How many rows of a step's table a run would find.
 *
 * @param kept rows that would be due but stay on a basis of their own
 * @param held rows that would be due but for a hold or restriction
 * @param undated rows whose {@code from} is NULL, and which are therefore not due
 */
public record DueCount(
    int step, String rule, String table, long due, long kept, long held, long undated) {}
