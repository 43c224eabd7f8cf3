package org.quietus.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An anonymisation strategy as the job file writes it: {@code redact}, or {@code { network: 16 }}
 * with its argument, or {@code { json: { path: strategy } }} with its parts.
 *
 * @param parts by path into the value, in the order of the file
 */
public record StrategySpec(
    String name, Optional<String> argument, Map<String, StrategySpec> parts) {
  public StrategySpec {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** A strategy without parts. */
  public StrategySpec(String name, Optional<String> argument) {
    this(name, argument, Map.of());
  }
}
