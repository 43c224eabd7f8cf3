package org.quietus.request;

import java.time.Instant;

/**
 * Something that happened to a request.
 *
 * @param number from 1
 * @param state in which the request was after it
 * @param reason a code
 */
public record RequestEvent(
    int number, Instant at, Move move, State state, Role role, String reason) {}
