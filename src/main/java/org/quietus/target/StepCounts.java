package org.quietus.target;

/**
 * What a count of a step's rows found; nothing was changed.
 *
 * @param due rows that have to go and are still there
 * @param kept rows that would have to go but for something that must stay
 * @param undated rows that no period can be counted for
 * @param failed rows that have to go and could not be changed
 * @param withheld rows that would have to go but for a hold or restriction
 * @param queryDigest SHA-256 of the counting queries' text, lower-case hex
 */
public record StepCounts(
    long due, long kept, long undated, long failed, Withheld withheld, String queryDigest) {}
