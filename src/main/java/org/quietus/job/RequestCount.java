package org.quietus.job;

import java.util.Map;

/**
 * What the requests for one kind of person that a run would take up would take now.
 *
 * @param requests how many there are
 * @param ambiguous those of them that a person has to decide first, and which take nothing
 * @param rows by table, rows that would be deleted, anonymised or lose a pointer; rows that are
 *     kept or held are not among them
 */
public record RequestCount(
    int step, String subject, int requests, int ambiguous, Map<String, Long> rows) {}
