package org.quietus.run.person;

import java.util.Map;
import org.quietus.target.StepTarget;

/**
 * One start of a run, under one fencing token.
 *
 * @param round which pass over the data this is, from 1; a pass that leaves due rows is followed by
 *     another
 * @param steps the plan's steps by number
 * @param requests the requests it works for, by id
 */
public record Attempt(
    String run,
    long token,
    int round,
    int slots,
    Map<Integer, StepTarget> steps,
    Map<String, Requested> requests) {}
