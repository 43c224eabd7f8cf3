package org.quietus.database.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.database.ColumnValues;
import org.quietus.database.Dialect;
import org.quietus.database.Dialects;
import org.quietus.plan.CheckProbe;
import org.quietus.policy.Problem;

/** Lets the database itself evaluate CHECK constraints on what anonymising would write. */
public final class ProbedChecks {

  private ProbedChecks() {}

  /**
   * The refusals of those probes that have a sample for which the condition is false; or cannot be
   * evaluated, because what is unknown is refused.
   */
  public static List<Problem> refusals(Connection connection, List<CheckProbe> probes)
      throws SQLException {
    Dialect dialect = Dialects.of(connection);
    List<Problem> refusals = new ArrayList<>();
    for (CheckProbe probe : probes) {
      for (Map<String, @Nullable Object> sample : probe.samples()) {
        if (!allows(connection, query(dialect, probe, List.copyOf(sample.keySet())), sample)) {
          refusals.add(probe.refusal());
          break;
        }
      }
    }
    return refusals;
  }

  /** The union gives the sample the types and collations of the table's own columns. */
  private static String query(Dialect dialect, CheckProbe probe, List<String> columns) {
    String quoted = columns.stream().map(dialect::quote).collect(Collectors.joining(", "));
    String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    return "SELECT CASE WHEN ("
        + probe.check().condition()
        + ") IS NOT FALSE THEN 1 ELSE 0 END FROM (SELECT "
        + quoted
        + " FROM "
        + dialect.quote(probe.table().table())
        + " WHERE 1=0 UNION ALL SELECT "
        + marks
        + ") AS sample";
  }

  private static boolean allows(
      Connection connection, String query, Map<String, @Nullable Object> sample) {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      int index = 1;
      for (Object value : sample.values()) {
        ColumnValues.bind(statement, index++, value);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException e) {
      return false;
    }
  }
}
