package org.quietus.target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Action;
import org.quietus.policy.SubjectType;

/**
 * What a person's rows held when they were found, of those that are known by a name, which passes
 * on to others; printed without values.
 *
 * @param traits by row, its normalised identifiers by column, an empty text of a column without
 *     one, and when it was created
 * @param actions what else may have been done to rows of their table since
 */
public record FoundAs(Map<RowValues, Map<String, String>> traits, List<Action> actions) {

  /** Of rows that no name passes on from, or of which nothing is known. */
  public static final FoundAs UNKNOWN = new FoundAs(Map.of(), List.of());

  public FoundAs {
    traits = Map.copyOf(traits);
    actions = List.copyOf(actions);
  }

  /**
   * What is kept of a row: a column that holds no identifier is told from one that nobody looked
   * at, since the job file may name others by the time that the row is compared.
   */
  public static Map<String, String> held(SubjectType kind, Map<String, String> identifiers) {
    Map<String, String> held = new HashMap<>(identifiers);
    kind.identifiers().keySet().forEach(column -> held.putIfAbsent(column, ""));
    return held;
  }

  /**
   * Whether a row is another one than it was, by the columns that were looked at both times. Where
   * these are others than then, nobody can tell that it is the same.
   */
  public static boolean isAnother(Map<String, String> then, Map<String, String> now) {
    Map<String, String> common = common(then, now);
    return common.isEmpty()
        ? !then.isEmpty()
        : common.entrySet().stream().anyMatch(one -> !one.getValue().equals(now.get(one.getKey())));
  }

  /** Whether two rows tell of the same person: of nobody if neither has an identifier. */
  public static boolean isSame(Map<String, String> then, Map<String, String> now) {
    return !isAnother(then, now)
        && common(then, now).values().stream().anyMatch(value -> !value.isEmpty());
  }

  /** Whether a row holds something, and nothing but what it did; part of that may be gone. */
  public static boolean isPartOf(Map<String, String> then, Map<String, String> now) {
    Map<String, String> common = common(now, then);
    common.values().removeIf(String::isEmpty);
    return !common.isEmpty() && then.entrySet().containsAll(common.entrySet());
  }

  private static Map<String, String> common(Map<String, String> then, Map<String, String> now) {
    Map<String, String> common = new HashMap<>(then);
    common.keySet().retainAll(now.keySet());
    return common;
  }

  /** The identifiers that a row had, but for those that are its key; empty if nobody knows. */
  public Optional<Map<String, String>> of(RowValues row, List<String> primaryKey) {
    return Optional.ofNullable(traits.get(row)).map(held -> without(held, primaryKey));
  }

  /** The same, with what further rows held. */
  public FoundAs and(Map<RowValues, Map<String, String>> further) {
    Map<RowValues, Map<String, String>> all = new HashMap<>(traits);
    all.putAll(further);
    return new FoundAs(all, actions);
  }

  /** What was held by column, without some columns. */
  public static Map<String, String> without(Map<String, String> held, List<String> columns) {
    Map<String, String> others = new HashMap<>(held);
    others.keySet().removeAll(columns);
    return others;
  }

  /** The columns that tell rows of a kind of person apart: the identifiers, and the creation. */
  public static List<String> columns(SubjectType kind) {
    List<String> columns = new ArrayList<>(kind.identifiers().keySet());
    created(kind).ifPresent(columns::add);
    return columns;
  }

  /** What is kept of a row, of the values of these columns. */
  public static Map<String, String> held(SubjectType kind, RowValues row) {
    Map<String, String> held = held(kind, PersonTraits.of(kind, row));
    created(kind)
        .ifPresent(
            column ->
                held.put(
                    column,
                    Optional.ofNullable(row.values().get(kind.identifiers().size()))
                        .map(Object::toString)
                        .orElse("")));
    return held;
  }

  private static Optional<String> created(SubjectType kind) {
    return kind.created().filter(column -> !kind.identifiers().containsKey(column));
  }

  @Override
  public String toString() {
    return "FoundAs[" + traits.size() + " rows]";
  }
}
