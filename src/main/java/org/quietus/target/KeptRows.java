package org.quietus.target;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Rows that a run found and left on a lawful basis.
 *
 * @param basis why, in the controller's words
 * @param legalMinimum whether the basis is {@code keep-at-least}, which defers the request
 * @param firstUntil the earliest day on which one of them comes due, absent if no date is known
 * @param lastUntil the latest such day
 */
public record KeptRows(
    String basis,
    boolean legalMinimum,
    Optional<LocalDate> firstUntil,
    Optional<LocalDate> lastUntil) {}
