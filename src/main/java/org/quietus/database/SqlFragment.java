package org.quietus.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of SQL with the values for its question marks, in their order; values never stand in the
 * text.
 */
public record SqlFragment(String sql, List<Object> binds) {

  /** What every row meets. */
  public static final SqlFragment TRUE = of("1 = 1");

  /** What no row meets. */
  public static final SqlFragment NONE = of("1 = 0");

  public SqlFragment {
    binds = List.copyOf(binds);
  }

  /** SQL with its values. */
  public static SqlFragment of(String sql, Object... binds) {
    return new SqlFragment(sql, List.of(binds));
  }

  /** Both conditions, each in brackets. */
  public SqlFragment and(SqlFragment other) {
    List<Object> both = new ArrayList<>(binds);
    both.addAll(other.binds);
    return new SqlFragment("(" + sql + ") AND (" + other.sql + ")", both);
  }

  /** All of them, of which there is at least one. */
  public static SqlFragment all(List<SqlFragment> parts) {
    return joined(parts, " AND ");
  }

  /** Any of them, of which there is at least one. */
  public static SqlFragment any(List<SqlFragment> parts) {
    return joined(parts, " OR ");
  }

  /** The opposite; what is unknown counts as not so. */
  public static SqlFragment not(SqlFragment part) {
    return new SqlFragment("(" + part.sql() + ") IS NOT TRUE", part.binds());
  }

  private static SqlFragment joined(List<SqlFragment> parts, String word) {
    List<Object> binds = new ArrayList<>();
    parts.forEach(part -> binds.addAll(part.binds()));
    return new SqlFragment(
        parts.stream().map(part -> "(" + part.sql() + ")").collect(Collectors.joining(word)),
        binds);
  }

  /**
   * Binds the values from the given parameter on; returns the number of the parameter after them.
   */
  public int bind(PreparedStatement statement, int first) throws SQLException {
    int next = first;
    for (Object value : binds) {
      ColumnValues.bind(statement, next++, value);
    }
    return next;
  }
}
