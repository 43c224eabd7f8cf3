package org.quietus.plan;

import java.time.Period;
import java.util.Optional;

/**
 * A kind of copy in which a value outlasts its removal from the database.
 *
 * @param name how people call it
 * @param keep how long; empty if nothing ends it
 */
public record LastingCopy(String name, Optional<Period> keep) {}
