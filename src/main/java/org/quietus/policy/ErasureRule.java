package org.quietus.policy;

import java.util.List;
import java.util.Optional;

/**
 * What happens to the rows of one table that go with others, such as those of a person.
 *
 * @param where which rows {@code keep} is for; all if empty
 * @param withParent whether rows that hang on an anonymised row stay with it
 * @param despite names of the retention rules whose reason to keep the rows, or what these hang on,
 *     does not stand against a request
 */
public record ErasureRule(
    TableName records,
    Then then,
    Optional<Keep> keep,
    Optional<Condition> where,
    boolean withParent,
    List<String> despite) {

  /** One whose period is for all rows. */
  public ErasureRule(
      TableName records, Then then, Optional<Keep> keep, boolean withParent, List<String> despite) {
    this(records, then, keep, Optional.empty(), withParent, despite);
  }

  public ErasureRule {
    despite = List.copyOf(despite);
  }
}
