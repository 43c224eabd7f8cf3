package org.quietus.coverage.read;

import org.quietus.policy.ColumnName;

/**
 * Rows whose reference leads nowhere.
 *
 * @param from the first column of the reference
 * @param reference e.g. {@code crm.chat.customer_ref -> crm.customer.id}
 * @param declared whether the job file declares it, rather than a foreign key
 * @param rows how many
 * @param all whether that is all of them; otherwise there are so many at least
 */
public record Orphans(
    ColumnName from, String reference, boolean declared, long rows, boolean all) {}
