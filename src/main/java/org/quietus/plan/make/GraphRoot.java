package org.quietus.plan.make;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.SharedTable;

/**
 * Where a graph begins.
 *
 * @param action what happens to its rows; empty if the job file does not say, which was refused
 * @param rule whose records are due; empty if a person is erased
 * @param persons tables of persons: their rows are followed only where the job file says so
 * @param shares tables that are not followed; their rows lose what is this person's, and their
 *     pointer
 * @param owned edges from this table to rows that go with it
 * @param pointer the key of the job file that asks for the graph
 */
record GraphRoot(
    Table table,
    Optional<Action> action,
    Optional<RetentionRule> rule,
    Set<String> persons,
    List<SharedTable> shares,
    List<ForeignKey> owned,
    String pointer) {
  /** The same, without what goes with the row itself. */
  GraphRoot withoutOwned() {
    return new GraphRoot(table, action, rule, persons, shares, List.of(), pointer);
  }

  boolean deleted() {
    return action.filter(Action.Delete.class::isInstance).isPresent();
  }

  boolean stays() {
    return action.isPresent() && !deleted();
  }

  boolean anonymised() {
    return action.filter(Action.Anonymise.class::isInstance).isPresent();
  }

  /** Whether anonymising a row changes one of these columns. */
  boolean changes(List<String> columns) {
    return action
        .map(how -> how.changes(table))
        .filter(changed -> columns.stream().anyMatch(changed::contains))
        .isPresent();
  }

  /** Whether anonymising a row empties these of its columns. */
  boolean empties(List<String> columns) {
    return action.filter(a -> ColumnsSetNull.by(a).containsAll(columns)).isPresent();
  }
}
