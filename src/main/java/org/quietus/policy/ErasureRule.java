package org.quietus.policy;

import java.util.Optional;

/**
 * What happens to the rows of one table that go with others, such as those of a person.
 *
 * @param withParent whether rows that hang on an anonymised row stay with it
 */
public record ErasureRule(TableName records, Then then, Optional<Keep> keep, boolean withParent) {}
