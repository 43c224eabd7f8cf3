package org.quietus.plan.make;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.anonymise.SetNull;
import org.quietus.plan.Action;

/** Tells which columns an action empties, and with them the references they hold. */
final class ColumnsSetNull {
  private ColumnsSetNull() {}

  static Set<String> by(Action action) {
    return action instanceof Action.Anonymise anonymise
        ? anonymise.how().columns().entrySet().stream()
            .filter(column -> column.getValue() instanceof SetNull)
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }
}
