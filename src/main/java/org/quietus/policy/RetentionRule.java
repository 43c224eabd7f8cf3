package org.quietus.policy;

import java.time.Period;
import java.util.Map;
import java.util.Optional;

/**
 * Which records of one table are kept how long, from which moment, then what.
 *
 * @param records the table
 * @param where which of its rows, all if empty
 * @param tenant whose rows alone it is about, which {@code where} says as well
 * @param keep how long they are kept
 * @param from the column that holds the moment the period starts at
 * @param because why, in the controller's words
 * @param scanAllowed whether the rule may read the whole of a large table for want of an index
 * @param wholePartitions whether a partition that holds nothing but what is due is dropped
 * @param with what happens to rows that hang on the records, where that is not said for erasures
 */
public record RetentionRule(
    String name,
    TableName records,
    Optional<Condition> where,
    Optional<String> tenant,
    Period keep,
    String from,
    Then then,
    Optional<String> because,
    boolean scanAllowed,
    boolean wholePartitions,
    Map<TableName, ErasureRule> with) {}
