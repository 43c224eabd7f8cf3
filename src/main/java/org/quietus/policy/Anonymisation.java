package org.quietus.policy;

import java.util.Map;
import java.util.Optional;

/**
 * How the rows of one table are anonymised: a strategy per column, and the column that marks a row
 * as done, if any.
 */
public record Anonymisation(
    TableName table, Optional<String> mark, Map<String, StrategySpec> with) {}
