package org.quietus.plan.make;

import java.util.Set;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;

/** Tells which columns of a row that stays an action changes, computed ones included. */
final class ColumnsChanged {
  private ColumnsChanged() {}

  static Set<String> by(Action action, Table table) {
    if (action instanceof Action.Unlink unlink) {
      return table.withComputed(unlink.columns());
    }
    return action instanceof Action.Anonymise anonymise
        ? table.withComputed(anonymise.how().columns().keySet())
        : Set.of();
  }
}
