package org.quietus.target;

/**
 * What a product spells in its own way in statements on the control schema.
 *
 * @param sharedLock what ends a select that locks its row against writers
 * @param alongQueue follows the name of the table {@code work} in a select that has to walk along
 *     its index {@code work_next}
 */
public record ControlSpelling(String sharedLock, String alongQueue) {}
