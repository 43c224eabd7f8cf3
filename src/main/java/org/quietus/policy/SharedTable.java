package org.quietus.policy;

import java.util.List;
import java.util.Map;

/**
 * A table whose rows are several persons'.
 *
 * @param own by the column that points at a person, the columns that tell of this person alone
 */
public record SharedTable(TableName table, Map<String, List<String>> own) {}
