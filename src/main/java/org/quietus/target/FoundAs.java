package org.quietus.target;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Action;

/**
 * What a person's rows held when they were found, of those that are known by a name, which passes
 * on to others; printed without values.
 *
 * @param traits by row, its normalised identifiers by column
 * @param actions what else may have been done to rows of their table since
 */
public record FoundAs(Map<RowValues, Map<String, String>> traits, List<Action> actions) {

  /** Of rows that no name passes on from, or of which nothing is known. */
  public static final FoundAs UNKNOWN = new FoundAs(Map.of(), List.of());

  public FoundAs {
    traits = Map.copyOf(traits);
    actions = List.copyOf(actions);
  }

  /** The identifiers that a row had, but for those that are its key; empty if nobody knows. */
  public Optional<Map<String, String>> of(RowValues row, List<String> primaryKey) {
    return Optional.ofNullable(traits.get(row)).map(held -> without(held, primaryKey));
  }

  /** Identifiers by column, without those of some columns. */
  public static Map<String, String> without(Map<String, String> held, List<String> columns) {
    Map<String, String> others = new HashMap<>(held);
    others.keySet().removeAll(columns);
    return others;
  }

  @Override
  public String toString() {
    return "FoundAs[" + traits.size() + " rows]";
  }
}
