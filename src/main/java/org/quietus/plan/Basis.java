package org.quietus.plan;

import java.util.List;
import java.util.stream.Stream;
import org.quietus.catalog.Column;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.Then;

/**
 * Why rows of a member stay for a while: a period counted from a column of their own, or of a row
 * that they hang on.
 *
 * @param above joins up to the rows whose period counts; empty for the member's own
 * @param table whose rows have the period
 * @param action what is done with those rows at its end; done rows keep nothing
 */
public record Basis(List<Join> above, Table table, Action action, Kept kept) {
  public Basis {
    above = List.copyOf(above);
  }

  /** Whether the period is counted from the row itself. */
  public boolean isOwn() {
    return above.isEmpty();
  }

  /** Whether it is a row that a join leads to which has the basis. */
  public boolean isOver(Join join) {
    return !above.isEmpty() && above.get(0).equals(join);
  }

  /**
   * Whether a rule does to all rows that are kept so what is to be done at the end; nobody can tell
   * from two conditions, and a row without the moment that a rule counts from is never due by it.
   */
  public boolean endsBy(RetentionRule rule) {
    boolean ofAll = rule.where().isEmpty() || rule.where().equals(kept.where());
    boolean dated =
        rule.from().equals(kept.keep().from())
            || table.column(rule.from()).filter(Column::filled).isPresent();
    return ofAll && dated && (rule.then() == Then.DELETE || action instanceof Action.Anonymise);
  }

  /** The same basis, at whose end a retention rule takes the rows. */
  public Basis byRule() {
    return new Basis(above, table, action, kept.byRule());
  }

  /** The same basis for the rows that hang on the ones that it keeps. */
  public Basis below(Join join) {
    return new Basis(Stream.concat(Stream.of(join), above.stream()).toList(), table, action, kept);
  }
}
