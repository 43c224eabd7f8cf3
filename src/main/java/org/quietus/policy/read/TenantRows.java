package org.quietus.policy.read;

import java.util.Optional;
import org.quietus.policy.Condition;
import org.quietus.policy.condition.Conditions;
import org.quietus.policy.condition.InvalidCondition;

/** Reads which tenant's rows alone a rule is about. */
final class TenantRows {
  private TenantRows() {}

  /** The rule's condition, and that a row is of the tenant which an entry names. */
  static Optional<Condition> of(
      JobEntry tenant, Optional<String> column, Optional<Condition> where) {
    if (column.isEmpty()) {
      tenant.problem(
          "NO-TENANT-COLUMN",
          tenant.path() + " is there, but nothing says which column tells whose a row is",
          "add the rule's table under 'tenant', e.g. 'tenant: { crm.visit: { column: account } }'");
      return where;
    }
    try {
      Condition rows =
          Conditions.parse(quoted(column.get()) + " = '" + tenant.text().orElse("?") + "'");
      return Optional.of(where.map(rows::and).orElse(rows));
    } catch (InvalidCondition e) {
      tenant.problem(
          "NO-TENANT-COLUMN",
          tenant.path() + " cannot be told by the column of 'tenant': " + e.getMessage(),
          "name a column that can stand in a condition");
      return where;
    }
  }

  private static String quoted(String column) {
    return column.matches("[A-Za-z_][A-Za-z0-9_]*") ? column : "`" + column + "`";
  }
}
