package org.quietus.policy;

import java.time.Period;

/**
 * A basis on which rows of an erased person stay for a while.
 *
 * @param legalMinimum true for {@code keep-at-least} (the request stays open as deferred by law
 *     until they are gone), false for {@code keep} (kept on a basis of its own; the request
 *     completes)
 * @param period how long, from the moment in column {@code from}
 * @param because the basis, required
 */
public record Keep(boolean legalMinimum, Period period, String from, String because) {}
