package org.quietus.run;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * An erasure request, without the person.
 *
 * @param subject the kind of data subject
 * @param keptUntil the day on which the last row kept on a lawful basis comes due
 */
public record RequestSummary(
    String id,
    String subject,
    String state,
    Instant receivedAt,
    Optional<Instant> completedAt,
    Optional<LocalDate> keptUntil) {}
