package org.quietus.plan.make;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.Condition;
import org.quietus.policy.Condition.Against;
import org.quietus.policy.Condition.Comparison;

/**
 * Whether a condition compares the columns of a table with what they hold. Databases compare other
 * things by guessing: a text that is no number is 0 to them, or they refuse, some when rows are
 * changed and not when they are read.
 */
public final class ConditionFit {
  private static final Set<Column.Type> TEXTS =
      EnumSet.of(Column.Type.TEXT, Column.Type.ENUM, Column.Type.UUID);
  private static final Set<Column.Type> NUMBERS =
      EnumSet.of(Column.Type.INTEGER, Column.Type.DECIMAL, Column.Type.FLOAT);
  private static final Set<Column.Type> DATES =
      EnumSet.of(Column.Type.DATE, Column.Type.DATETIME, Column.Type.TIMESTAMP);

  private ConditionFit() {}

  /** What does not fit, naming the column and never the value, and how to mend it. */
  public record Misfit(String what, String mend) {}

  /** Every comparison that does not fit. */
  public static List<Misfit> misfits(Condition condition, Table table) {
    List<Misfit> misfits = new ArrayList<>();
    for (Comparison comparison : condition.comparisons()) {
      table
          .columnInAnyCase(comparison.column())
          .flatMap(column -> misfit(column, comparison, table))
          .filter(misfit -> !misfits.contains(misfit))
          .ifPresent(misfits::add);
    }
    return misfits;
  }

  private static Optional<Misfit> misfit(Column column, Comparison comparison, Table table) {
    Against against = comparison.against();
    boolean words = against == Against.OTHER_TEXT;
    if (against == Against.COLUMN) {
      return comparison
          .other()
          .flatMap(table::columnInAnyCase)
          .filter(other -> isMixed(column, other) || isMixed(other, column))
          .map(
              other ->
                  new Misfit(
                      said(column, "column '" + other.name() + "' of type " + other.typeName()),
                      "compare columns of the same kind"));
    }
    if (TEXTS.contains(column.type()) && against == Against.NUMBER) {
      return Optional.of(new Misfit(said(column, "a number"), "put the number in quotes"));
    }
    if (NUMBERS.contains(column.type()) && (words || against == Against.DATE_TEXT)) {
      return Optional.of(
          new Misfit(said(column, "a text that is not a number"), "compare it with a number"));
    }
    if (DATES.contains(column.type()) && (words || against == Against.NUMERIC_TEXT)) {
      return Optional.of(
          new Misfit(said(column, "a text that is not a date"), "write it as '2026-01-31'"));
    }
    return Optional.empty();
  }

  private static boolean isMixed(Column one, Column other) {
    return TEXTS.contains(one.type()) && NUMBERS.contains(other.type());
  }

  private static String said(Column column, String with) {
    return "column '"
        + column.name()
        + "' of type "
        + column.typeName()
        + " is compared with "
        + with
        + ", which databases do by guessing";
  }
}
