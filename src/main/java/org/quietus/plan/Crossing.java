package org.quietus.plan;

import org.quietus.catalog.Join;

/**
 * A reference between two tables that both tell whose data a row is. Rows of different tenants must
 * not hang together: neither of them is touched.
 *
 * @param join by the reference alone
 * @param fromTenant the column of the referencing end
 * @param toTenant the column of the other end
 */
public record Crossing(Join join, String fromTenant, String toTenant) {}
