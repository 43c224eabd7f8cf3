package org.quietus.database.postgres;

import java.util.Map;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.policy.Condition;

/** A condition of the job file, with functions that are called otherwise here. */
final class PostgresCondition {
  private static final String BEGINNING = "(";

  /** Each ends where its first argument begins. */
  private static final Map<String, String> CALLS =
      Map.of(
          "IFNULL", "COALESCE(",
          "YEAR", "EXTRACT(YEAR FROM ",
          "MONTH", "EXTRACT(MONTH FROM ",
          "DAY", "EXTRACT(DAY FROM ",
          "DAYOFMONTH", "EXTRACT(DAY FROM ");

  private final Dialect dialect;
  private final Table table;

  PostgresCondition(Dialect dialect, Table table) {
    this.dialect = dialect;
    this.table = table;
  }

  String sql(Condition condition) {
    StringBuilder sql = new StringBuilder();
    boolean called = false;
    for (Condition.Part part : condition.parts()) {
      String text = text(part);
      sql.append(called && text.startsWith(BEGINNING) ? text.substring(1) : text);
      called = part instanceof Condition.FunctionName name && CALLS.containsKey(name.written());
    }
    return sql.toString();
  }

  private String text(Condition.Part part) {
    if (part instanceof Condition.ColumnName column) {
      return dialect.quote(table.columnInAnyCase(column.name()).orElseThrow().name());
    }
    return part instanceof Condition.FunctionName function
        ? CALLS.getOrDefault(function.written(), function.written())
        : part.written();
  }
}
