package org.quietus.policy;

import java.util.Optional;

/** What an erasure request does to the person's rows of one table. */
public record ErasureRule(TableName records, Then then, Optional<Keep> keep) {}
