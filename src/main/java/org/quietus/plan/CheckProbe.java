package org.quietus.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Table;
import org.quietus.policy.Problem;
import org.quietus.policy.TableName;

/**
 * A CHECK constraint that only the database can evaluate on what anonymising puts into its columns.
 *
 * @param samples rows of the columns that the condition mentions; it must not be false for any
 * @param refusal the problem to report when it is
 */
public record CheckProbe(
    TableName table,
    Table.Check check,
    List<Map<String, @Nullable Object>> samples,
    Problem refusal) {}
