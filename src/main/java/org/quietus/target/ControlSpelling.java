package org.quietus.target;

/**
 * What a product spells in its own way in statements on the control schema.
 *
 * @param beforeReading the fence executes this, if there is anything, so that nobody changes the
 *     row until the transaction ends
 * @param beforeChanging the fence executes this, if there is anything, before it changes the row
 * @param sharedLock what ends a select that locks the fence's row against writers
 * @param alongQueue follows the name of the table {@code work} in a select that has to walk along
 *     its index {@code work_next}
 */
public record ControlSpelling(
    String beforeReading, String beforeChanging, String sharedLock, String alongQueue) {}
