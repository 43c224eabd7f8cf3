package org.quietus.policy;

import java.util.Optional;

/**
 * An anonymisation strategy as the job file writes it: {@code redact}, or {@code { network: 16 }}
 * with its argument.
 */
public record StrategySpec(String name, Optional<String> argument) {}
